import type CommentCreated from '#events/comment_created'
import type CommentUpdated from '#events/comment_updated'
import type PostCreated from '#events/post_created'
import type PostUpdated from '#events/post_updated'
import type UserRenamed from '#events/user_renamed'
import type VotesErased from '#events/votes_erased'
import cache from '#queries/coherence/cache'
import {
  authors,
  authorSubject,
  listsSubject,
  postSubject,
  withdrawnFromLists,
  withdrawnFromPost,
} from '#queries/posts/cached_posts'
import { everything } from '#support/coherence'

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

  /** An erasure takes votes back from many posts at a time. */
  votesErased({ postIds }: VotesErased) {
    return cache.drop(...postIds.map(postSubject))
  }

  /** Only what shows this author goes. */
  authorChanged({ userId }: UserRenamed) {
    return cache.drop(authorSubject(userId), authors)
  }

  allChanged() {
    return cache.drop(everything)
  }
}
