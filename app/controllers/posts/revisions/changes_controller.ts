import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { findPostUnder } from '#queries/posts/find_post'
import { revisionChanges } from '#queries/posts/revision_changes'
import { compareRevisionsValidator, revisionInUrlValidator } from '#validators/revisions'
import { maySeeRevisions } from '#domain/visibility'

export default class RevisionChangesController {
  async index({ auth, request, response }: HttpContext) {
    const { id: postId, number } = await request.validatePath(revisionInUrlValidator)
    const { since } = await request.validateQuery(compareRevisionsValidator)
    await findPostUnder(maySeeRevisions, postId, auth.getUserOrFail())
    response.sendJson(jsonResponseOf(await revisionChanges({ postId, number, since })))
  }
}
