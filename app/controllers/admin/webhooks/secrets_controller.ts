import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SaveWebhook from '#actions/webhooks/save_webhook'
import { showNewWebhook } from '#queries/webhooks/webhooks'
import { idValidator } from '#validators/lists'
import { publicPath } from '#domain/public_path'

export default class SecretsController {
  @inject()
  async store(ctx: HttpContext, saveWebhook: SaveWebhook) {
    const { client, origin, request, response } = ctx
    const { id } = await request.validatePath(idValidator)
    const made = await saveWebhook.rotate({ id, origin, client, unlessStale: () => {} })

    ctx.holdsSecret = true
    ctx.mentions = [`webhook:${id}`]
    response.status(201).header('Location', publicPath(`/admin/webhooks/${id}`))
    return showNewWebhook(made, client)
  }
}
