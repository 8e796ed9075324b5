import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import DeleteDraft from '#actions/posts/delete_draft'
import SaveDraft from '#actions/posts/save_draft'
import type { Present } from '#exceptions/precondition_failed_exception'
import SilencedException from '#exceptions/silenced_exception'
import PostPolicy from '#policies/post_policy'
import { showDraft } from '#queries/posts/drafts'
import { findPostUnder } from '#queries/posts/find_post'
import { findRevision, restorableOf } from '#queries/posts/revisions'
import {
  restoreRevisionValidator,
  saveDraftValidator,
  showDraftValidator,
} from '#validators/drafts'
import { idValidator } from '#validators/lists'
import { refuseChangedSchedule } from '#validators/unchanged_schedule'
import { publicPath } from '#domain/public_path'
import { maySeeRevisions } from '#domain/visibility'

export default class DraftsController {
  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showDraftValidator)
    await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
    response.sendJson(await showDraft(id, asked))
  }

  @inject()
  async update(ctx: HttpContext, saveDraft: SaveDraft) {
    const { auth, client, request, response } = ctx
    const post = await authorizedPost(ctx)
    const changes = await request.validateBody(saveDraftValidator)
    refuseChangedSchedule(request.body(), post)
    const unlessStale = (revision: Date, present: Present) => request.refuseStale(revision, present)

    const editor = auth.getUserOrFail()
    await saveDraft.handle({ postId: post.id, editor, changes, unlessStale, client })
    response.sendJson(await showDraft(post.id))
  }

  /** Restores a revision as the working copy. */
  @inject()
  async store(ctx: HttpContext, saveDraft: SaveDraft) {
    const { auth, client, request, response } = ctx
    const { id: postId, user_id: authorId } = await authorizedPost(ctx)
    const { revision } = await request.validateBody(restoreRevisionValidator)
    const changes = restorableOf(await findRevision(postId, revision))

    const editor = auth.getUserOrFail()
    const isNew = await saveDraft.handle({ postId, editor, changes, isRestored: true, client })
    ctx.mentions = [`post:${postId}`, ...(authorId === null ? [] : [`user:${authorId}` as const])]
    if (isNew) response.status(201).header('Location', publicPath(`/posts/${postId}/draft`))
    response.sendJson(await showDraft(postId, {}, client))
  }

  @inject()
  async destroy(ctx: HttpContext, deleteDraft: DeleteDraft) {
    const { auth, request, response } = ctx
    const { id: postId, user_id: authorId } = await authorizedPost(ctx)
    const actor = auth.getUserOrFail()
    if (authorId !== actor.id) SilencedException.refuse(actor)
    const unlessStale = (revision: Date, present: Present) => request.refuseStale(revision, present)
    await deleteDraft.handle({ postId, actor, unlessStale })
    response.noContent()
  }
}

async function authorizedPost({ auth, bouncer, request }: HttpContext) {
  const { id } = await request.validatePath(idValidator)
  const post = await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
  await bouncer.with(PostPolicy).authorize('update', post)
  return post
}
