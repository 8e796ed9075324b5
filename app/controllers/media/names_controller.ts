import type { HttpContext } from '@adonisjs/core/http'
import { showMediaNamed } from '#queries/media/find_media'
import { fileNameValidator, showMediaValidator } from '#validators/media'

export default class NamesController {
  async show({ auth, request, response }: HttpContext) {
    const asked = await request.validateQuery(showMediaValidator)
    const { name } = await request.validatePath(fileNameValidator)
    response.sendJson(await showMediaNamed(name, await auth.use('jwt').viewer(), asked))
  }
}
