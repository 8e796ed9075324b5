import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn, RouteJSON } from '@adonisjs/core/types/http'
import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'
import { learnNames, refuseUnknownNames } from '#openapi/unknown_names'
import { checkFastAction, checkFastRoutes, isFast } from '#http/fast_reads'
import { lazy } from '#start/lazy'

server.errorHandler(() => import('#http/exception_handler'))

export const middleware = router.named({
  auth: () => import('#middleware/auth_middleware'),
  body: () => import('#middleware/body_middleware'),
  idempotency: () => import('#middleware/idempotency_middleware'),
  noStore: () => import('#middleware/no_store_middleware'),
  permission: () => import('#middleware/permission_middleware'),
  terms: () => import('#middleware/terms_middleware'),
  throttle: () => import('#middleware/throttle_middleware'),
  stepUp: () => import('#middleware/step_up_middleware'),
  sameOrigin: () => import('#middleware/same_origin_middleware'),
  notSilenced: () => import('#middleware/not_silenced_middleware'),
  writable: () => import('#middleware/writable_middleware'),
})

/* Middleware, controllers and actions keep no state, so one of each is made: a write passes nine. */
const commit = router.commit.bind(router)
router.commit = () => {
  if (router.commited) return
  commit()
  const routes = Object.values(router.toJSON()).flat()
  checkFastRoutes(routes, server.getMiddlewareList())
  for (const route of routes) makeControllerOnce(route)
  const entries = [
    ...routes.map((route) => [...route.middleware.all()]),
    server.getMiddlewareList(),
  ]
  makeMiddlewareOnce(entries.flat())
}

type Load = () => Promise<{ default: any }>
type Handle = (_: unknown, ctx: HttpContext, next: NextFn, args?: unknown) => Promise<unknown>

function makeMiddlewareOnce(entries: unknown[]) {
  const handles = new Map<Load, Handle>()
  for (const entry of entries as { reference: Load; handle: Handle }[]) {
    const handle = handles.get(entry.reference) ?? handleOf(entry.reference)
    handles.set(entry.reference, handle)
    entry.handle = handle
  }
}

const handleOf = (load: Load): Handle =>
  lazy(async () => {
    const one = await app.container.make((await load()).default)
    return (_, ctx, next, args) => one.handle(ctx, next, args)
  })

function makeControllerOnce(route: RouteJSON) {
  const { handler, name } = route
  if (typeof handler === 'function' || !Array.isArray(handler.reference)) return
  const [load, method] = handler.reference as [Load, string]
  handler.handle = lazy(async () => {
    const controller = (await load()).default
    await learnNames(name!)
    const [, ...actions] = controller.containerInjections?.[method]?.dependencies ?? []
    const parts = await Promise.all([controller, ...actions].map((one) => app.container.make(one)))
    if (isFast(route)) checkFastAction(route, parts[0][method])
    return async (_: unknown, ctx: HttpContext) => {
      await refuseUnknownNames(ctx)
      return parts[0][method](ctx, ...parts.slice(1))
    }
  })
}
