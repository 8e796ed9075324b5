import type CommentCreated from '#events/comment_created'
import type PostUpdated from '#events/post_updated'
import cache from '#queries/coherence/cache'
import { authorsSubject, listsSubject, postSubject } from '#queries/posts/cached_posts'

/** Drops what the cache holds of posts, once a write is committed. */
export default class DropCachedPosts {
  /** A new, edited or deleted post shows at once, in the lists too. */
  postChanged({ postId }: PostUpdated) {
    return cache.drop(postSubject(postId), listsSubject)
  }

  /** Lists may lag in their counts for as long as they are kept. */
  countsChanged({ postId }: CommentCreated) {
    return cache.drop(postSubject(postId))
  }

  authorsChanged() {
    return cache.drop(authorsSubject)
  }
}
