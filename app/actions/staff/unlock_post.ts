import PostAction from '#actions/staff/post_action'
import type Post from '#models/post'

export default class UnlockPost extends PostAction {
  override readonly name = 'post.unlock'
  override readonly description = 'Open a locked post again'
  override readonly permission = 'posts.lock'
  override readonly inverse = 'post.lock'
  override readonly settlesReports = false

  protected override async change(post: Post) {
    await post.unlock()
  }
}
