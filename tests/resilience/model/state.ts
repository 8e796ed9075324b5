/** The expected data of Plaza, as plain objects: `structuredClone` copies it. */
export interface ModelState {
  users: Map<string, ModelUser>
  posts: Map<string, ModelPost>
  comments: Map<string, ModelComment>
  /** By post and user. */
  votes: Map<string, 1 | -1>
}

export interface ModelUser {
  suspended: boolean
  signedIn: boolean
  erased: boolean
}

export interface ModelPost {
  /** Null after the account was erased. */
  author: string | null
  title: string
  published: boolean
  removed: boolean
  tags: string[]
  /** Whether it was ever published. */
  isKnown: boolean
  scheduled: boolean
  /** Counts the changes of its content. */
  revision: number
  /** Its working copy. */
  copy: { title: string; begunFrom: number } | null
  /** In the trash: whether it comes back published. */
  trashed: { wasPublished: boolean } | null
}

export const newPost = (author: string, title: string, published: boolean): ModelPost => ({
  author,
  title,
  published,
  removed: false,
  tags: [],
  isKnown: published,
  scheduled: false,
  revision: 1,
  copy: null,
  trashed: null,
})

export interface ModelComment {
  post: string
  /** Null for a tombstone, and after the account was erased. */
  author: string | null
  /** Null for a tombstone. */
  content: string | null
  parent: string | null
  depth: number
  removed: boolean
}

/** The viewer: a user by name, the moderator, or a client without a token. */
export type Viewer = string | null
export const moderator = 'moderator'

export const emptyState = (...users: string[]): ModelState => ({
  users: new Map(users.map((name) => [name, { suspended: false, signedIn: true, erased: false }])),
  posts: new Map(),
  comments: new Map(),
  votes: new Map(),
})

export const isVisible = ({ published, removed }: ModelPost) => published && !removed

export const isLiving = ({ content, removed }: ModelComment) => content !== null && !removed

/** Only the author and staff see a draft, only staff a removed post, only the author a trashed one. */
export function maySee(post: ModelPost, viewer: Viewer) {
  if (viewer === moderator) return post.trashed === null
  return isVisible(post) || (viewer === post.author && !post.removed)
}

export function statusOf({ trashed, published, scheduled, isKnown }: ModelPost) {
  if (trashed) return 'deleted'
  if (published) return 'published'
  if (scheduled) return 'scheduled'
  return isKnown ? 'unpublished' : 'draft'
}

export const commentsOf = (state: ModelState, post: string) =>
  [...state.comments].filter(([, comment]) => comment.post === post)

export const repliesTo = (state: ModelState, comment: string) =>
  [...state.comments].filter(([, { parent }]) => parent === comment)

/** Whether a comment is listed. A branch with only tombstones is not. */
export const isListed = (state: ModelState, [name, comment]: [string, ModelComment]): boolean =>
  isLiving(comment) || repliesTo(state, name).some((reply) => isListed(state, reply))

export const voteKey = (post: string, user: string) => `${post} ${user}`

export function countsOf({ votes }: ModelState, post: string) {
  const values = [...votes].filter(([key]) => key.startsWith(`${post} `)).map(([, value]) => value)
  const upvotes = values.filter((value) => value === 1).length
  const downvotes = values.length - upvotes
  return { votes_count: upvotes - downvotes, upvotes, downvotes }
}
