import type CommentCreated from '#events/comment_created'
import type CommentUpdated from '#events/comment_updated'
import type PostCreated from '#events/post_created'
import type PostUpdated from '#events/post_updated'
import cache from '#queries/coherence/cache'
import {
  authorsSubject,
  listsSubject,
  postSubject,
  withdrawnFromLists,
  withdrawnFromPost,
} from '#queries/posts/cached_posts'

/** Drops what the cache holds of posts, once a write is committed. */
export default class DropCachedPosts {
  /** A new post shows at once, in the lists too. */
  postCreated({ postId }: PostCreated) {
    return cache.drop(postSubject(postId), listsSubject)
  }

  /** So does an edited one, and a deleted one goes. */
  postChanged({ postId }: PostUpdated) {
    const withdrawn = [withdrawnFromPost(postId), withdrawnFromLists]
    return cache.drop(postSubject(postId), listsSubject, ...withdrawn)
  }

  /** Lists may lag in their counts for as long as they are kept. */
  countsChanged({ postId }: CommentCreated) {
    return cache.drop(postSubject(postId))
  }

  commentChanged({ postId }: CommentUpdated) {
    return cache.drop(postSubject(postId), withdrawnFromPost(postId))
  }

  authorsChanged() {
    return cache.drop(authorsSubject)
  }
}
