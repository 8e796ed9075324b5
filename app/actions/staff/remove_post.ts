import PostAction from '#actions/staff/post_action'
import type Post from '#models/post'

/** Hides a post from lists, searches, counts and caches, with its votes and comments. */
export default class RemovePost extends PostAction {
  override readonly name = 'post.remove'
  override readonly description = 'Take a post out of sight'
  override readonly permission = 'posts.remove'
  override readonly inverse = 'post.restore'

  protected override async change(post: Post) {
    await post.remove()
  }
}
