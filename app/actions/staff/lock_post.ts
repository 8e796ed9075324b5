import PostAction from '#actions/staff/post_action'
import type Post from '#models/post'

export default class LockPost extends PostAction {
  override readonly name = 'post.lock'
  override readonly description = 'Close a post to comments and votes'
  override readonly permission = 'posts.lock'
  override readonly inverse = 'post.unlock'

  protected override async change(post: Post) {
    await post.lock()
  }
}
