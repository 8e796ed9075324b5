import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import UndoEmailChange from '#actions/users/undo_email_change'
import { sourceOf } from '#http/source'
import { linkTokenValidator } from '#validators/links'

export default class UndosController {
  @inject()
  async store({ request, response }: HttpContext, undo: UndoEmailChange) {
    const { token } = await request.validateBody(linkTokenValidator)
    await undo.handle({ token, source: sourceOf(request) })
    response.noContent()
  }
}
