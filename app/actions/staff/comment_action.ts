import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { authorsOf } from '#actions/staff/authors'
import StaffAction from '#actions/staff/staff_action'
import CommentUpdated from '#events/comment_updated'
import Comment from '#models/comment'
import Post from '#models/post'
import User from '#models/user'

export default abstract class CommentAction extends StaffAction<Comment> {
  override readonly targetType = 'comment'

  /** Locks the post first, as each change of its counts does. */
  protected override async find(id: number, client: TransactionClientContract) {
    const comment = await Comment.find(id, { client })
    if (!comment) return null
    const post = await Post.query({ client }).where('id', comment.postId).forUpdate().first()
    if (!post) return null
    return notGone(client).where('id', id).forUpdate().first()
  }

  override async findMany(ids: number[], client: TransactionClientContract) {
    const comments = await Comment.query({ client }).whereIn('id', ids).select('postId')
    const posts = comments.map(({ postId }) => postId)
    await Post.query({ client }).whereIn('id', posts).orderBy('id').select('id').forUpdate()
    return notGone(client).whereIn('id', ids).orderBy('id').forUpdate()
  }

  override subjectsOf(comments: Comment[], client: TransactionClientContract) {
    return authorsOf(comments, client)
  }

  protected override async subjectOf({ userId }: Comment, client: TransactionClientContract) {
    return userId === null ? null : User.withRole(client).where('id', userId).first()
  }

  protected override factsOf({ isRemoved: removed }: Comment) {
    return { removed }
  }

  override publish({ postId }: Comment) {
    return CommentUpdated.dispatch(postId)
  }
}

/** With comments in the trash: authors could hide them there from staff. */
const notGone = (client: TransactionClientContract) =>
  Comment.query({ client }).whereNotNull('content')
