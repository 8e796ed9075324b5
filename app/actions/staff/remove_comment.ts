import CommentAction from '#actions/staff/comment_action'
import type Comment from '#models/comment'

/** Hides a comment's text and author; its replies stay. */
export default class RemoveComment extends CommentAction {
  override readonly name = 'comment.remove'
  override readonly description = 'Take a comment out of sight'
  override readonly permission = 'comments.remove'
  override readonly inverse = 'comment.restore'

  protected override async change(comment: Comment) {
    await comment.remove()
  }
}
