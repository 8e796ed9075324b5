import emitter from '@adonisjs/core/services/emitter'
import logger from '@adonisjs/core/services/logger'
import { completed, logRequestsTo } from '#start/request_log'

logRequestsTo(logger)

emitter.on('http:request_completed', ({ ctx, duration: [seconds, nanoseconds] }) => {
  const { request, response, route } = ctx
  completed({
    id: request.id()!,
    method: request.method(),
    route: route?.pattern ?? 'none',
    status: response.getStatus(),
    elapsed: seconds + nanoseconds / 1e9,
    accountId: 'auth' in ctx ? ctx.auth.use('jwt').user?.id : null,
  })
})
