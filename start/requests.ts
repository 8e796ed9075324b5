import { HttpContext } from '@adonisjs/core/http'
import app from '@adonisjs/core/services/app'
import config from '@adonisjs/core/services/config'
import logger from '@adonisjs/core/services/logger'
import server from '@adonisjs/core/services/server'
import { readerBehind } from '#auth/account_behind'
import { findReadersBy } from '#http/fast_reads'
import { completed, logRequestsTo } from '#observability/request_log'

logRequestsTo(logger, config.get('logger.loggers.app.destination'), { withUrl: app.inDev })
findReadersBy(readerBehind)

/* AdonisJS's event costs more than all of this, and its logger per request a twentieth of a write. */
server.createHttpContext = (httpRequest, httpResponse, resolver) => {
  const start = performance.now()
  const ctx = new HttpContext(httpRequest, httpResponse, logger, resolver)
  ctx.response.response.once('close', () => {
    const { request, response, route } = ctx
    completed({
      id: request.id()!,
      method: request.method(),
      url: request.request.url!,
      route: route?.pattern ?? 'none',
      status: response.getStatus(),
      elapsed: (performance.now() - start) / 1000,
      accountId: 'auth' in ctx ? ctx.auth.use('jwt').user?.id : null,
    })
  })
  return ctx
}
