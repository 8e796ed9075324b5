import type { Actor } from '#domain/roles'
import { all, any, factsOf, viewerIs, within } from '#domain/rule'

/** What decides on who sees a post and contributes to it. */
export interface PostState {
  user_id: number | null
  visible: boolean
  locked: boolean
  removed_at: Date | null
  deleted_at: Date | null
}

/** What decides on who sees a comment. */
export interface CommentState {
  user_id: number | null
  visible: boolean
  post: PostState
}

const post = factsOf<PostState>('posts')
const comment = factsOf<CommentState>('comments')

/** Whether someone sees drafts and removed posts of others. */
export const readsAnyPost = ({ permissions }: Actor) => permissions.has('posts.read_any')

const viewerReadsAny = viewerIs(readsAnyPost)

/** A deleted post is there for nobody; its rows go in the background. */
export const postExists = post.isNull('deleted_at')

/**
 * A draft exists for its author and those who read any post, a removed post for the latter alone. A deleted post is removed,
 * and a visible one is neither.
 */
export const maySeePost = any(
  post.is('visible'),
  all(viewerReadsAny, postExists),
  all(post.isByViewer('user_id'), post.isNull('removed_at'))
)

/** SQL on `comments`: those whose post exists. It looks up the few posts that do not. */
export const isOnExistingPost = `
  comments.post_id not in (select id from posts where not ${postExists.forAnybody})`

/** Votes and comments: on a post that one may see, unless it is locked. */
export const mayContribute = all(maySeePost, post.isNot('locked'))

/** A comment shows with its post; its author still sees it on a post that has become a draft. */
export const maySeeComment = any(
  within('post', maySeePost),
  all(
    comment.is('visible'),
    comment.isByViewer('user_id'),
    within('post', post.isNull('removed_at'))
  )
)
