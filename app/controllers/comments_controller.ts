import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CreateComment from '#actions/comments/create_comment'
import DeleteComment from '#actions/comments/delete_comment'
import UpdateComment from '#actions/comments/update_comment'
import NotFoundException from '#exceptions/not_found_exception'
import SilencedException from '#exceptions/silenced_exception'
import { fastRead } from '#http/fast_reads'
import CommentPolicy from '#policies/comment_policy'
import {
  responseOfComment,
  findComment,
  findDeletableComment,
  findVisibleComment,
  showComment,
} from '#queries/comments/find_comment'
import {
  createCommentValidator,
  deleteCommentValidator,
  updateCommentValidator,
} from '#validators/comments'
import { idValidator } from '#validators/lists'
import { showCommentValidator } from '#validators/shows'
import { publicPath } from '#domain/public_path'

export default class CommentsController {
  show = fastRead({ path: idValidator, query: showCommentValidator }, ({ path, query }, viewer) =>
    showComment(path.id, viewer, query)
  )

  @inject()
  async store(ctx: HttpContext, createComment: CreateComment) {
    const { auth, client, request, response } = ctx
    const fields = await request.validateBody(createCommentValidator)
    const { id, document } = await createComment.handle({
      author: auth.getUserOrFail(),
      postId: fields.post_id,
      parentId: fields.parent_id,
      content: fields.content,
      client,
    })

    // Erasing a post also erases its comments.
    ctx.mentions = [`comment:${id}`, `post:${fields.post_id}`]
    response.status(201).header('Location', publicPath(`/comments/${id}`))
    response.sendJson(document)
  }

  @inject()
  async update(ctx: HttpContext, updateComment: UpdateComment) {
    const { auth, client, request, response } = ctx
    const { id, post_id: postId } = await authorizedComment(ctx, 'update')
    await updateComment.handle({
      ...(await request.validateBody(updateCommentValidator)),
      id,
      postId,
      author: auth.getUserOrFail(),
      unlessStale: (revision) => request.refuseStale(revision),
      client,
    })
    response.sendJson(responseOfComment(await findComment(id)))
  }

  @inject()
  async destroy(ctx: HttpContext, deleteComment: DeleteComment) {
    const { auth, origin, request, response } = ctx
    const { purge } = await request.validateQuery(deleteCommentValidator)
    const comment = await authorizedComment(ctx, 'delete')
    const actor = auth.getUserOrFail()
    if (comment.user_id !== actor.id) SilencedException.refuse(actor)

    await deleteComment.handle({
      id: comment.id,
      postId: comment.post_id,
      actorId: actor.id,
      isPurged: purge === 'true',
      origin,
      unlessStale: (revision) => request.refuseStale(revision),
    })
    response.noContent()
  }
}

/** A comment that is not deleted, or one in the user's trash. */
async function authorizedComment(
  { auth, bouncer, request }: HttpContext,
  act: 'update' | 'delete'
) {
  const { id } = await request.validatePath(idValidator)
  const user = auth.getUserOrFail()
  const find = act === 'update' ? findVisibleComment : findDeletableComment
  const comment = await find(id, user)
  const isInOwnTrash = comment.is_trashed && comment.user_id === user.id
  if (!comment.visible && !isInOwnTrash) throw new NotFoundException('comment')
  await bouncer.with(CommentPolicy).authorize(act, comment)
  return comment
}
