import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import DeleteType from '#actions/types/delete_type'
import SaveType from '#actions/types/save_type'
import { listTypes, showType } from '#queries/types/find_type'
import {
  deleteTypeValidator,
  forceTypeValidator,
  listTypesValidator,
  saveTypeValidator,
  showTypeValidator,
  typeInUrlValidator,
} from '#validators/types'
import { publicPath } from '#domain/public_path'

export default class TypesController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listTypesValidator)
    response.sendJson(await listTypes(options, await auth.use('jwt').viewer()))
  }

  async show({ auth, request, response }: HttpContext) {
    const { type: name } = await request.validatePath(typeInUrlValidator)
    const asked = await request.validateQuery(showTypeValidator)
    response.sendJson(await showType(name, await auth.use('jwt').viewer(), asked))
  }

  @inject()
  async update({ auth, client, origin, request, response }: HttpContext, saveType: SaveType) {
    const { type: name } = await request.validatePath(typeInUrlValidator)
    const { force } = await request.validateQuery(forceTypeValidator)
    const { dry_run: dryRun, reason, ...changes } = await request.validateBody(saveTypeValidator)
    const unlessStale = (revision: Date | null) => request.refuseStale(revision)

    const staff = { reason, origin, dryRun, force: force === 'true' }
    const input = { name, changes, ...staff, client, unlessStale }
    const { shown, isNew, isPending } = await saveType.handle(input, auth.getUserOrFail())
    if (isNew && !dryRun) response.status(201).header('Location', publicPath(`/types/${name}`))
    if (isPending) response.status(202)
    response.sendJson(shown)
  }

  @inject()
  async destroy({ origin, request, response }: HttpContext, deleteType: DeleteType) {
    const { type: name } = await request.validatePath(typeInUrlValidator)
    const { dry_run: asked, reason } = await request.validateQuery(deleteTypeValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    await deleteType.handle({ name, reason, origin, dryRun: asked === 'true', unlessStale })
    response.noContent()
  }
}
