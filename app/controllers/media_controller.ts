import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import DeleteMedia from '#actions/media/delete_media'
import UpdateMedia from '#actions/media/update_media'
import UploadMedia from '#actions/media/upload_media'
import { localOperatorOf } from '#http/local_operator'
import { Limit } from '#limits/limit'
import { receiveFile } from '#media/receive_file'
import { findOwnMedia, showMedia } from '#queries/media/find_media'
import { listOwnMedia } from '#queries/media/list_media'
import { idValidator } from '#validators/lists'
import {
  deleteMediaValidator,
  listOwnMediaValidator,
  showMediaValidator,
  updateMediaValidator,
} from '#validators/media'
import { publicPath } from '#domain/public_path'

const uploads = new Limit('upload')

export default class MediaController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listOwnMediaValidator)
    response.sendJson(await listOwnMedia(auth.getUserOrFail(), options))
  }

  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showMediaValidator)
    response.sendJson(await showMedia(id, await auth.use('jwt').viewer(), { asked }))
  }

  @inject()
  async store({ auth, request, response }: HttpContext, uploadMedia: UploadMedia) {
    const user = auth.getUserOrFail()
    if (!localOperatorOf(request.request)) response.headers(await uploads.consume(user.id))
    const length = request.header('content-length')
    const id = await uploadMedia.handle({
      userId: user.id,
      length: length === undefined ? undefined : Number(length),
      receive: (key, maxBytes) => receiveFile(request.request, key, maxBytes),
    })
    response.status(201).header('Location', publicPath(`/media/${id}`))
    response.sendJson(await showMedia(id, user))
  }

  @inject()
  async update({ auth, request, response }: HttpContext, updateMedia: UpdateMedia) {
    const { id } = await request.validatePath(idValidator)
    const user = auth.getUserOrFail()
    await findOwnMedia(id, user)
    const changes = await request.validateBody(updateMediaValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await updateMedia.handle({ id, userId: user.id, changes, unlessStale })
    response.sendJson(await showMedia(id, user))
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, deleteMedia: DeleteMedia) {
    const { id } = await request.validatePath(idValidator)
    const { force } = await request.validateQuery(deleteMediaValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    const userId = auth.getUserOrFail().id
    await deleteMedia.handle({ id, userId, isForced: force === 'true', unlessStale })
    response.noContent()
  }
}
