import PostAction from '#actions/staff/post_action'
import type Post from '#models/post'

/** Takes a post out of every list, search, count and cache, with its votes and comments. */
export default class RemovePost extends PostAction {
  override readonly name = 'post.remove'
  override readonly description = 'Take a post out of sight'
  override readonly permission = 'posts.remove'
  override readonly inverse = 'post.restore'

  protected override async change(post: Post) {
    await post.remove()
  }
}
