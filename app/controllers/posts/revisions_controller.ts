import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import AnnotateRevision from '#actions/posts/annotate_revision'
import PostPolicy from '#policies/post_policy'
import { findPostUnder } from '#queries/posts/find_post'
import { listRevisions, showRevision } from '#queries/posts/revisions'
import { idValidator } from '#validators/lists'
import {
  listRevisionsValidator,
  revisionInUrlValidator,
  showRevisionValidator,
  updateRevisionValidator,
} from '#validators/revisions'
import { maySeeRevisions } from '#domain/visibility'

export default class RevisionsController {
  async index({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const options = await request.validateQuery(listRevisionsValidator)
    await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
    response.sendJson(await listRevisions(id, options))
  }

  async show({ auth, request, response }: HttpContext) {
    const { id, number } = await request.validatePath(revisionInUrlValidator)
    const asked = await request.validateQuery(showRevisionValidator)
    await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
    response.sendJson(await showRevision(id, number, asked))
  }

  @inject()
  async update(ctx: HttpContext, annotateRevision: AnnotateRevision) {
    const { auth, bouncer, origin, request, response } = ctx
    const { id: postId, number } = await request.validatePath(revisionInUrlValidator)
    const actor = auth.getUserOrFail()
    const post = await findPostUnder(maySeeRevisions, postId, actor)
    await bouncer.with(PostPolicy).authorize('update', post)
    const changes = await request.validateBody(updateRevisionValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    await annotateRevision.handle({ postId, number, actor, origin, changes, unlessStale })
    response.sendJson(await showRevision(postId, number))
  }
}
