import { createHash, timingSafeEqual } from 'node:crypto'
import type { HttpContext } from '@adonisjs/core/http'
import config from '@adonisjs/core/services/config'
import type { Secret } from '@adonisjs/core/helpers'
import ForbiddenException from '#exceptions/forbidden_exception'
import { isLoopback, namesAddresses } from '#http/client_address'
import { gatherMetrics, registry } from '#observability/metrics'

export default class MetricsController {
  async show({ request, response }: HttpContext) {
    const isHere = isLoopback(request.ip()) && namesAddresses(request.header('x-forwarded-for'))
    if (!isHere && !bearsToken(request.header('authorization'))) {
      throw new ForbiddenException('Metrics are for this machine and for bearers of METRICS_TOKEN.')
    }
    response.header('Content-Type', registry.contentType)
    return gatherMetrics()
  }
}

function bearsToken(header = '') {
  const token = config.get<Secret<string> | undefined>('app.metricsToken')?.release()
  return token !== undefined && timingSafeEqual(digest(header), digest(`Bearer ${token}`))
}

const digest = (text: string) => createHash('sha256').update(text).digest()
