import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import OpenDraft from '#actions/posts/open_draft'
import BeingEditedException from '#exceptions/being_edited_exception'
import PostTrashedException from '#exceptions/post_trashed_exception'
import PostPolicy from '#policies/post_policy'
import { findDraftEditor, showDraftEditor } from '#queries/posts/draft_editors'
import { findPostUnder } from '#queries/posts/find_post'
import { openDraftValidator } from '#validators/drafts'
import { idValidator } from '#validators/lists'
import { maySeeRevisions } from '#domain/visibility'

export default class EditorsController {
  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
    response.sendJson(await showDraftEditor(id))
  }

  @inject()
  async update(ctx: HttpContext, openDraft: OpenDraft) {
    const { auth, request, response } = ctx
    const { id: postId, status } = await authorizedPost(ctx)
    const { take_over: takeOver = false } = await request.validateBody(openDraftValidator)
    await refuseStale(ctx, postId)
    if (status === 'deleted') throw new PostTrashedException()
    await openDraft.handle({ postId, userId: auth.getUserOrFail().id, takeOver })
    response.sendJson(await showDraftEditor(postId))
  }

  async destroy(ctx: HttpContext) {
    const { auth, response } = ctx
    const { id } = await authorizedPost(ctx)
    const holder = await refuseStale(ctx, id)
    const userId = auth.getUserOrFail().id
    if (holder && holder.editor.id !== userId) throw new BeingEditedException(holder.editor)
    await db.from('post_editors').where({ post_id: id, user_id: userId }).delete()
    response.noContent()
  }
}

async function refuseStale({ request }: HttpContext, postId: number) {
  const holder = await findDraftEditor(postId)
  request.refuseStale(holder?.since ?? null)
  return holder
}

async function authorizedPost({ auth, bouncer, request }: HttpContext) {
  const { id } = await request.validatePath(idValidator)
  const post = await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
  await bouncer.with(PostPolicy).authorize('update', post)
  return post
}
