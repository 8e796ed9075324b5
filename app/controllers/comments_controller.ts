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
  findVisibleComment,
  showComment,
} from '#queries/comments/find_comment'
import { createCommentValidator, updateCommentValidator } from '#validators/comments'
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
    const { bouncer, request, response } = ctx
    const comment = await livingComment(ctx)
    await bouncer.with(CommentPolicy).authorize('update', comment)
    const { content } = await request.validateBody(updateCommentValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)

    await updateComment.handle({ id: comment.id, content, unlessStale })
    response.sendJson(responseOfComment(await findComment(comment.id)))
  }

  @inject()
  async destroy(ctx: HttpContext, deleteComment: DeleteComment) {
    const { auth, bouncer, origin, request, response } = ctx
    const comment = await livingComment(ctx)
    await bouncer.with(CommentPolicy).authorize('delete', comment)
    const actor = auth.getUserOrFail()
    if (comment.user_id !== actor.id) SilencedException.refuse(actor)

    await deleteComment.handle({
      id: comment.id,
      postId: comment.post_id,
      actorId: actor.id,
      origin,
      unlessStale: (revision) => request.refuseStale(revision),
    })
    response.noContent()
  }
}

async function livingComment({ auth, request }: HttpContext) {
  const { id } = await request.validatePath(idValidator)
  const comment = await findVisibleComment(id, auth.getUserOrFail())
  if (!comment.visible) throw new NotFoundException('comment')
  return comment
}
