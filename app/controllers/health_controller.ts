import type { HttpContext } from '@adonisjs/core/http'
import { readiness } from '#queries/health/readiness'

export default class HealthController {
  live({ response }: HttpContext) {
    response.header('Cache-Control', 'no-store')
    return { status: 'ok' }
  }

  async ready({ response }: HttpContext) {
    const state = await readiness()
    response.header('Cache-Control', 'no-store')
    if (state.status === 'unavailable') response.status(503).header('Retry-After', '2')
    return state
  }
}
