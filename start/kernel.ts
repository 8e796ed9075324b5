import router from '@adonisjs/core/services/router'
import server from '@adonisjs/core/services/server'

server.errorHandler(() => import('#exceptions/handler'))

/**
 * What every request passes. A class on the way of a read costs a tenth of its speed, so there is
 * one alone; the others stand on the routes that need them.
 */
server.use([() => import('@adonisjs/cors/cors_middleware')])

export const middleware = router.named({
  auth: () => import('#middleware/auth_middleware'),
  body: () => import('#middleware/body_middleware'),
  idempotency: () => import('#middleware/idempotency_middleware'),
  staff: () => import('#middleware/staff_middleware'),
  throttle: () => import('#middleware/throttle_middleware'),
  voice: () => import('#middleware/voice_middleware'),
  writable: () => import('#middleware/writable_middleware'),
})
