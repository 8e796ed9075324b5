import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SaveWebhook from '#actions/webhooks/save_webhook'
import { listWebhooks, showNewWebhook, showWebhook } from '#queries/webhooks/webhooks'
import { idValidator } from '#validators/lists'
import {
  createWebhookValidator,
  listWebhooksValidator,
  showWebhookValidator,
  updateWebhookValidator,
} from '#validators/webhooks'
import { publicPath } from '#domain/public_path'

export default class WebhooksController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listWebhooks(await request.validateQuery(listWebhooksValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    response.sendJson(await showWebhook(id, await request.validateQuery(showWebhookValidator)))
  }

  @inject()
  async store(ctx: HttpContext, saveWebhook: SaveWebhook) {
    const { client, origin, request, response } = ctx
    const fields = await request.validateBody(createWebhookValidator)
    const made = await saveWebhook.create(fields, { origin, client })

    ctx.holdsSecret = true
    ctx.mentions = [`webhook:${made.id}`]
    response.status(201).header('Location', publicPath(`/admin/webhooks/${made.id}`))
    return showNewWebhook(made, client)
  }

  @inject()
  async update({ client, origin, request, response }: HttpContext, saveWebhook: SaveWebhook) {
    const { id } = await request.validatePath(idValidator)
    const changes = await request.validateBody(updateWebhookValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await saveWebhook.update(changes, { id, origin, client, unlessStale })
    response.sendJson(await showWebhook(id))
  }

  @inject()
  async destroy({ client, origin, request, response }: HttpContext, saveWebhook: SaveWebhook) {
    const { id } = await request.validatePath(idValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await saveWebhook.delete({ id, origin, client, unlessStale })
    response.noContent()
  }
}
