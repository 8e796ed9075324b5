import { HttpContextFactory, RouterFactory } from '@adonisjs/core/factories/http'
import { HttpContext } from '@adonisjs/core/http'
import { test } from '@japa/runner'
import { middleware } from '#start/kernel'
import { checkFastAction, checkFastRoutes, fastRead, type Show } from '#http/fast_reads'
import { listResponse } from '#http/json_response'
import { idValidator } from '#validators/lists'

type Router = ReturnType<RouterFactory['create']>

class Controller {
  index = fastRead({}, async () => listResponse([], null))
}

const declare = (router: Router) => router.get('/things', [Controller, 'index']).as('things.index')

/** Runs the check that boot does on the routes of an application. */
function boot(routes: (router: Router) => unknown, global: object[] = []) {
  const router = new RouterFactory().create()
  routes(router)
  router.commit()
  checkFastRoutes(Object.values(router.toJSON()).flat(), global)
}

test.group('A route that is declared fast', () => {
  test('is refused when {name}')
    .with<{ name: string; routes: (router: Router) => unknown; global?: object[]; why: RegExp }[]>([
      {
        name: 'it asks for a signed-in user',
        routes: (router) => declare(router).fast().use(middleware.auth()),
        why: /things\.index can't be fast: fast reads skip its middleware \(auth\)/,
      },
      {
        name: 'its group asks for a permission',
        routes: (router) =>
          router
            .group(() => declare(router).fast())
            .use([middleware.auth(), middleware.permission('stats.read')]),
        why: /things\.index .* \(auth, permission\)/,
      },
      {
        name: 'it has middleware of its own',
        routes: (router) =>
          declare(router)
            .fast()
            .use((_, next) => next()),
        why: /fast reads skip its middleware \(a function\)/,
      },
      {
        name: 'middleware runs before every route',
        routes: (router) => declare(router).fast(),
        global: [{}],
        why: /fast reads skip its middleware/,
      },
      {
        name: 'it is a write',
        routes: (router) => router.post('/things', [Controller, 'index']).as('things.store').fast(),
        why: /things\.store can't be fast: it is no read/,
      },
      {
        name: 'it depends on the domain',
        routes: (router) => declare(router).domain('other.example').fast(),
        why: /it depends on the domain/,
      },
    ])
    .run(({ assert }, { routes, global, why }) => {
      assert.throws(() => boot(routes, global), why)
    })

  test('may stand beside guarded routes that are not fast', () => {
    boot((router) => {
      declare(router).fast()
      router.get('/mine', [Controller, 'index']).as('mine.index').use(middleware.auth())
    })
  })

  test('is refused when its action sees the request', ({ assert }) => {
    const route = { name: 'things.index', pattern: '/things' }
    const action = async ({ response }: HttpContext) => response.sendJson(listResponse([], null))
    assert.throws(() => checkFastAction(route, action), /its action is not made by fastRead/)
    checkFastAction(route, new Controller().index)
  })
})

test.group('The function of a fast read', () => {
  test('gets the checked parts of the URL, frozen, and the viewer', async ({ assert }) => {
    const calls: { args: unknown[]; self: unknown; context: unknown }[] = []
    const action = fastRead({ path: idValidator }, async function (this: unknown, ...args) {
      calls.push({ args, self: this, context: HttpContext.get() })
      return listResponse([], null)
    })
    const ctx = new HttpContextFactory().create()
    ctx.route = new RouterFactory().create().get('/things/:id', action).toJSON()
    ctx.params = { id: '7', other: 'left out' }
    await action(ctx)

    assert.deepEqual(calls, [
      { args: [{ path: { id: 7 }, query: undefined }, null], self: undefined, context: null },
    ])
    const [url] = calls[0].args as [{ path: object }]
    assert.isFrozen(url)
    assert.isFrozen(url.path)
  })

  test("can't have a type that takes a request context", () => {
    const byContext = async ({ request }: HttpContext) => listResponse([request.url()], null)
    // @ts-expect-error: it gets the parts of the URL.
    const show: Show<{ path: typeof idValidator }> = byContext
    void show
    // @ts-expect-error: a URL has no headers.
    fastRead({ path: idValidator }, async ({ headers }) => listResponse([String(headers)], null))
  })
})
