import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SaveView from '#actions/views/save_view'
import { listOfView, listViews, showView } from '#queries/views/saved_views'
import { idValidator } from '#validators/lists'
import {
  createViewValidator,
  listViewsValidator,
  refuseUnfit,
  showViewValidator,
  updateViewValidator,
} from '#validators/saved_views'
import { publicPath } from '#domain/public_path'

export default class ViewsController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listViewsValidator)
    response.sendJson(await listViews(auth.getUserOrFail(), options))
  }

  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showViewValidator)
    response.sendJson(await showView(id, auth.getUserOrFail(), { asked }))
  }

  @inject()
  async store(ctx: HttpContext, saveView: SaveView) {
    const { auth, client, origin, request, response } = ctx
    const actor = auth.getUserOrFail()
    const fields = await request.validateBody(createViewValidator)
    await refuseUnfit(fields.list, fields, ctx)
    const { id } = await saveView.create(fields, { actor, origin, client })

    ctx.mentions = [`user:${actor.id}`, `view:${id}`]
    response.status(201).header('Location', publicPath(`/admin/views/${id}`))
    response.sendJson(await showView(id, actor, { client }))
  }

  @inject()
  async update(ctx: HttpContext, saveView: SaveView) {
    const { auth, client, origin, request, response } = ctx
    const actor = auth.getUserOrFail()
    const { id } = await request.validatePath(idValidator)
    const list = await listOfView(id, actor)
    const changes = await request.validateBody(updateViewValidator)
    await refuseUnfit(list, changes, ctx)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await saveView.update(changes, { id, actor, origin, client, unlessStale })
    response.sendJson(await showView(id, actor))
  }

  @inject()
  async destroy({ auth, client, origin, request, response }: HttpContext, saveView: SaveView) {
    const { id } = await request.validatePath(idValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await saveView.delete({ id, actor: auth.getUserOrFail(), origin, client, unlessStale })
    response.noContent()
  }
}
