import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SaveReason from '#actions/reasons/save_reason'
import { listReasons, showReason } from '#queries/reasons/find_reason'
import { idValidator } from '#validators/lists'
import {
  createReasonValidator,
  listReasonsValidator,
  showReasonValidator,
  updateReasonValidator,
} from '#validators/reasons'
import { publicPath } from '#domain/public_path'

export default class ReasonsController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listReasons(await request.validateQuery(listReasonsValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    response.sendJson(await showReason(id, await request.validateQuery(showReasonValidator)))
  }

  @inject()
  async store(ctx: HttpContext, saveReason: SaveReason) {
    const { client, origin, request, response } = ctx
    const fields = await request.validateBody(createReasonValidator)
    const { id } = await saveReason.create(fields, { origin, client })

    ctx.mentions = [`reason:${id}`]
    response.status(201).header('Location', publicPath(`/admin/reasons/${id}`))
    response.sendJson(await showReason(id, {}, client))
  }

  @inject()
  async update({ client, origin, request, response }: HttpContext, saveReason: SaveReason) {
    const { id } = await request.validatePath(idValidator)
    const changes = await request.validateBody(updateReasonValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await saveReason.update(changes, { id, origin, client, unlessStale })
    response.sendJson(await showReason(id))
  }

  @inject()
  async destroy({ client, origin, request, response }: HttpContext, saveReason: SaveReason) {
    const { id } = await request.validatePath(idValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await saveReason.delete({ id, origin, client, unlessStale })
    response.noContent()
  }
}
