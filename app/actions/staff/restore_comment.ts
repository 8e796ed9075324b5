import CommentAction from '#actions/staff/comment_action'
import type Comment from '#models/comment'

export default class RestoreComment extends CommentAction {
  override readonly name = 'comment.restore'
  override readonly description = 'Bring a removed comment back'
  override readonly permission = 'comments.remove'
  override readonly inverse = 'comment.remove'
  override readonly settlesReports = false

  protected override async change(comment: Comment) {
    await comment.restore()
  }
}
