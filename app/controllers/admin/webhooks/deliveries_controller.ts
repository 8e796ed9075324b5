import type { HttpContext } from '@adonisjs/core/http'
import { listDeliveries } from '#queries/webhooks/webhooks'
import { idValidator } from '#validators/lists'
import { listDeliveriesValidator } from '#validators/webhooks'

export default class DeliveriesController {
  async index({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const options = await request.validateQuery(listDeliveriesValidator)
    response.sendJson(await listDeliveries(id, options))
  }
}
