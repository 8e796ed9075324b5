import type { HttpContext } from '@adonisjs/core/http'
import { showStaffMedia } from '#queries/media/find_media'
import { listMedia } from '#queries/media/list_media'
import { idValidator } from '#validators/lists'
import { listMediaValidator, showStaffMediaValidator } from '#validators/media'

export default class MediaController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listMedia(await request.validateQuery(listMediaValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showStaffMediaValidator)
    response.sendJson(await showStaffMedia(id, asked))
  }
}
