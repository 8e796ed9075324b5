import type { Actor } from '#domain/roles'
import { all, any, factsOf, Rule, viewerIs, within } from '#domain/rule'

export interface PostState {
  user_id: number | null
  visible: boolean
  locked: boolean
  comments_open: boolean
  removed_at: Date | null
  deleted_at: Date | null
  trashed_at: Date | null
}

export interface CommentState {
  user_id: number | null
  visible: boolean
  post: PostState
}

/** The contributions that a post's type allows. */
export interface TypeState {
  commentable: boolean
  votable: boolean
}

const post = factsOf<PostState>('posts')
const comment = factsOf<CommentState>('comments')

/** Whether a user may read drafts and removed posts of others. */
export const readsAnyPost = ({ permissions }: Actor) => permissions.has('posts.read_any')

const viewerReadsAny = viewerIs(readsAnyPost)

/** A deleted post is hidden from all users; a job removes its rows later. */
export const postExists = post.isNull('deleted_at')

/** Whether a user may read former and planned texts of posts of others. */
export const readsAnyRevision = ({ permissions }: Actor) =>
  permissions.has('posts.read_any') || permissions.has('posts.edit_any')

const isKept = post.isNull('trashed_at')

/** Drafts: author and `posts.read_any`. Removed: only `posts.read_any`. In the trash: only the author. */
export const maySeePost = any(
  post.is('visible'),
  all(viewerReadsAny, postExists, isKept),
  all(post.isByViewer('user_id'), post.isNull('removed_at'))
)

/** Authors, and staff who read or edit posts of others, see former and planned texts. */
export const maySeeRevisions = all(
  maySeePost,
  any(post.isByViewer('user_id'), viewerIs(readsAnyRevision))
)

/** SQL on `comments`: their post exists. The subquery reads only the few posts that do not. */
export const isOnExistingPost = `
  comments.post_id not in (select id from posts where not ${postExists.forVisitors})`

/** SQL on `comments`: deleted by its author, with its text and author kept. */
export const isTrashedComment = 'comments.deleted_at is not null and comments.content is not null'

/** SQL on `comments`: whether it is in the trash of its author, who may restore and purge it. */
export const isCommentInTrash = `${isTrashedComment} and comments.removed_at is null`

/** SQL on `comments`: others see it, though maybe as a tombstone above replies. */
export const isKnownComment = `(comments.replies_count > 0 or not (${isTrashedComment}))`

/** SQL on `posts`: its slug leads to it, and no other post of its type may have that slug. */
export const isFoundBySlug = 'published_at is not null and deleted_at is null'

/** Users vote and comment on a visible post unless it is locked or in the trash. */
export const mayContribute = all(maySeePost, post.isNot('locked'), isKept)

/** Each statement reads the few types that do not allow it only once. */
const typeIs = (fact: keyof TypeState) =>
  new Rule<TypeState>(
    (row) => row[fact],
    () => `posts.type <> all(array(select name from types where not ${fact}))`
  )

export const mayVote = all<PostState & TypeState>(mayContribute, typeIs('votable'))

/** A post can be closed to comments alone, and so can all posts of a type. */
export const mayComment = all<PostState & TypeState>(
  mayContribute,
  post.is('comments_open'),
  typeIs('commentable')
)

/** SQL on `posts`: lists show it, even if they do not name its type. */
export const isListed = 'not posts.unlisted'

/** A comment is visible with its post. Its author still sees it after the post becomes a draft. */
export const maySeeComment = any(
  within('post', maySeePost),
  all(
    comment.is('visible'),
    comment.isByViewer('user_id'),
    within('post', post.isNull('removed_at'))
  )
)
