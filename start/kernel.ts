import type { HttpContext } from '@adonisjs/core/http'
import type { RouteJSON } from '@adonisjs/core/types/http'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

type RouteHandler = RouteJSON['handler']

server.errorHandler(() => import('#exceptions/handler'))

/**
 * What every request passes. A class on the way of a read costs a tenth of its speed, so there is
 * one alone; the others stand on the routes that need them.
 */
server.use([() => import('@adonisjs/cors/cors_middleware')])

export const middleware = madeOnce(
  router.named({
    auth: () => import('#middleware/auth_middleware'),
    body: () => import('#middleware/body_middleware'),
    idempotency: () => import('#middleware/idempotency_middleware'),
    staff: () => import('#middleware/staff_middleware'),
    throttle: () => import('#middleware/throttle_middleware'),
    voice: () => import('#middleware/voice_middleware'),
    writable: () => import('#middleware/writable_middleware'),
  })
)

/**
 * Has each class made once. The container would make it for every request; but none of ours keeps
 * anything of one, and a write passes six of them.
 */
function madeOnce<T extends Record<string, (...args: any[]) => any>>(named: T): T {
  const makers = Object.entries(named).map(([name, refer]) => {
    const { reference } = refer()
    let made: Promise<any> | undefined
    let one: any
    const make = async () => app.container.make((await reference()).default)
    const handle = async (_: unknown, ctx: unknown, next: unknown, args: unknown) => {
      one ??= await (made ??= make())
      return one.handle(ctx, next, args)
    }
    return [name, (args?: unknown) => ({ ...refer(args), handle })]
  })
  return Object.fromEntries(makers)
}

const commit = router.commit.bind(router)
router.commit = () => {
  commit()
  for (const { handler } of Object.values(router.toJSON()).flat()) makeControllerOnce(handler)
}

/** The same for the controller of a route and for the actions that its method takes. */
function makeControllerOnce(handler: RouteHandler) {
  if (typeof handler === 'function' || !Array.isArray(handler.reference)) return
  const [load, method] = handler.reference as [() => Promise<any>, string]
  let made: Promise<any> | undefined
  let run: ((ctx: HttpContext) => unknown) | undefined
  const make = async () => {
    const controller = (await load()).default
    const [, ...actions] = controller.containerInjections?.[method]?.dependencies ?? []
    const parts = await Promise.all([controller, ...actions].map((one) => app.container.make(one)))
    return (ctx: HttpContext) => parts[0][method](ctx, ...parts.slice(1))
  }
  handler.handle = async (_, ctx) => {
    run ??= await (made ??= make())
    return run!(ctx)
  }
}
