import type { HttpContext } from '@adonisjs/core/http'
import { listMedia } from '#queries/media/list_media'
import { listMediaValidator } from '#validators/media'

export default class MediaController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listMedia(await request.validateQuery(listMediaValidator)))
  }
}
