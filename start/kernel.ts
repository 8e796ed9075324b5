import app from '@adonisjs/core/services/app'
import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

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
