import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import PingWebhook from '#actions/webhooks/ping_webhook'
import { showDelivery } from '#queries/webhooks/webhooks'
import { idValidator } from '#validators/lists'
import { publicPath } from '#domain/public_path'

export default class PingsController {
  @inject()
  async store(ctx: HttpContext, pingWebhook: PingWebhook) {
    const { client, origin, request, response } = ctx
    const { id } = await request.validatePath(idValidator)
    const delivery = await pingWebhook.handle({ id, origin, client })

    response.status(201).header('Location', publicPath(`/admin/webhooks/${id}/deliveries`))
    response.sendJson(await showDelivery(delivery.id, client))
  }
}
