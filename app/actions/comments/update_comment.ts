import db from '@adonisjs/lucid/services/db'
import CommentUpdated from '#events/comment_updated'
import Comment from '#models/comment'

interface UpdateCommentInput {
  id: number
  content?: string
  unlessStale: (revision: Date) => void
}

export default class UpdateComment {
  async handle({ id, content, unlessStale }: UpdateCommentInput): Promise<void> {
    const comment = await db.transaction(async (client) => {
      const locked = await Comment.living(client).where('id', id).forUpdate().firstOrFail()
      unlessStale(locked.updatedAt.toJSDate())
      if (content !== undefined) locked.content = content
      return locked.save()
    })
    await CommentUpdated.dispatch(comment.postId)
  }
}
