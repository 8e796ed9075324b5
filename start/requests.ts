import emitter from '@adonisjs/core/services/emitter'
import { requestDuration } from '#support/metrics'

/** One log line and one measurement for each request; probes and scrapes are only measured. */
const quiet = new Set(['health.live', 'health.ready', 'metrics.show'])

emitter.on('http:request_completed', ({ ctx, duration: [seconds, nanoseconds] }) => {
  const { request, response, route, logger } = ctx
  const elapsed = seconds + nanoseconds / 1e9
  const method = request.method()
  const status = response.getStatus()
  const pattern = route?.pattern ?? 'none'
  requestDuration.observe({ method, route: pattern, status }, elapsed)

  if (route?.name && quiet.has(route.name)) return
  const account = 'auth' in ctx ? (ctx.auth.use('jwt').user?.id ?? null) : null
  logger.info(
    {
      method,
      route: pattern,
      status,
      duration_ms: Math.round(elapsed * 1e5) / 100,
      user_id: account,
    },
    'request'
  )
})
