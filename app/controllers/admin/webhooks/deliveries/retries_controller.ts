import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RetryDelivery from '#actions/webhooks/retry_delivery'
import { showDelivery } from '#queries/webhooks/webhooks'
import { idValidator } from '#validators/lists'

export default class RetriesController {
  @inject()
  async store({ origin, request, response }: HttpContext, retryDelivery: RetryDelivery) {
    const { id } = await request.validatePath(idValidator)
    await retryDelivery.handle({ id, origin })
    response.sendJson(await showDelivery(id))
  }
}
