import type CommentCreated from '#events/comment_created'
import type CommentUpdated from '#events/comment_updated'
import type PostCreated from '#events/post_created'
import type PostsRetagged from '#events/posts_retagged'
import type PostUpdated from '#events/post_updated'
import type PostsPublished from '#events/posts_published'
import type PostsUnpublished from '#events/posts_unpublished'
import type UserRenamed from '#events/user_renamed'
import type VotesErased from '#events/votes_erased'
import cache from '#cache/cache'
import {
  authors,
  authorTag,
  listsTag,
  postTag,
  slugsTag,
  withdrawnFromLists,
  withdrawnFromPost,
} from '#queries/posts/cached_posts'
import { everything } from '#cache/invalidation'

export default class InvalidatePosts {
  /** Lists show a new post at once too. */
  postCreated({ postId }: PostCreated) {
    return cache.invalidate(postTag(postId), listsTag)
  }

  postChanged({ postId }: PostUpdated) {
    const withdrawn = [withdrawnFromPost(postId), withdrawnFromLists]
    return cache.invalidate(postTag(postId), listsTag, slugsTag, ...withdrawn)
  }

  retagged({ postIds }: PostsRetagged) {
    const tags = postIds.flatMap((id) => [postTag(id), withdrawnFromPost(id)])
    return cache.invalidate(...tags, listsTag, withdrawnFromLists)
  }

  postsPublished({ postIds }: PostsPublished) {
    return cache.invalidate(...postIds.map(postTag), listsTag, slugsTag)
  }

  postsUnpublished({ postIds }: PostsUnpublished) {
    const withdrawn = [...postIds.map(withdrawnFromPost), withdrawnFromLists]
    return cache.invalidate(...postIds.map(postTag), listsTag, slugsTag, ...withdrawn)
  }

  countsChanged({ postId }: CommentCreated) {
    return cache.invalidate(postTag(postId))
  }

  commentChanged({ postId }: CommentUpdated) {
    return cache.invalidate(postTag(postId), withdrawnFromPost(postId))
  }

  votesErased({ postIds }: VotesErased) {
    return cache.invalidate(...postIds.map(postTag))
  }

  authorChanged({ userId }: UserRenamed) {
    return cache.invalidate(authorTag(userId), authors)
  }

  allChanged() {
    return cache.invalidate(everything)
  }
}
