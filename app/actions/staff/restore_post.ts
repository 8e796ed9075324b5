import PostAction from '#actions/staff/post_action'
import type Post from '#models/post'

export default class RestorePost extends PostAction {
  override readonly name = 'post.restore'
  override readonly description = 'Bring a removed post back'
  override readonly permission = 'posts.remove'
  override readonly inverse = 'post.remove'
  override readonly settlesReports = false

  protected override async change(post: Post) {
    await post.restore()
  }
}
