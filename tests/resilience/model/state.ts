import { BUILT_IN_TYPE } from '#domain/types/type'

/** The expected data of Plaza, as plain objects: `structuredClone` copies it. */
export interface ModelState {
  users: Map<string, ModelUser>
  posts: Map<string, ModelPost>
  comments: Map<string, ModelComment>
  /** By post and user. */
  votes: Map<string, 1 | -1>
  /** The posts of the previews that were not ended. */
  previews: Map<string, string>
  /** Types beside `post`, by name. */
  types: Map<string, ModelType>
  /** Deleted posts that were once published. */
  gone: Set<string>
  /** Sign-ins that wait for a second factor, oldest first. */
  challenges: Map<string, Challenge>
  /** Personal tokens that were not revoked. */
  tokens: Map<string, ModelToken>
}

/** What proves a user has the name of the operation that made it. */
export interface ModelUser {
  suspended: boolean
  erased: boolean
  /** Those that go on, oldest first. */
  sessions: Set<string>
  password: string
  formerPassword: string | null
  canInvite: boolean
  /** Whether the link of the sign-up was used. */
  isConfirmed: boolean
  /** The newest link for a new password. */
  link: string | null
  app: { secret: string; isOn: boolean; isCodeUsed: boolean } | null
  codes: { of: string; used: Set<number> } | null
}

export const newUser = (name: string): ModelUser => ({
  suspended: false,
  erased: false,
  sessions: new Set([name]),
  password: name,
  formerPassword: null,
  canInvite: false,
  isConfirmed: false,
  link: null,
  app: null,
  codes: null,
})

export interface Challenge {
  user: string
  password: string
}

export interface ModelToken {
  user: string
  canInvite: boolean
}

/** What the schema of a type asks of `data.place`. */
export type Schema = 'no data' | 'any place' | 'a capital letter'

export interface ModelType {
  schema: Schema
  isFilterable: boolean
  listed: boolean
}

/** The value of `data.place`. Null: no data. */
export type Place = 'Bonn' | 'ulm' | null

export interface ModelPost {
  /** Null after the account was erased. */
  author: string | null
  title: string
  type: string
  place: Place
  published: boolean
  removed: boolean
  tags: string[]
  /** Whether it was ever published. */
  isKnown: boolean
  scheduled: boolean
  /** Counts the changes of its content. */
  revision: number
  /** Its working copy. */
  copy: { title: string; place: Place; begunFrom: number } | null
  review: 'requested' | 'approved' | 'changes_requested' | null
  /** In the trash: whether it comes back published. */
  trashed: { wasPublished: boolean } | null
}

type NewPost = Pick<ModelPost, 'author' | 'title' | 'published' | 'type' | 'place'>

export const newPost = (fields: NewPost): ModelPost => ({
  ...fields,
  removed: false,
  tags: [],
  isKnown: fields.published,
  scheduled: false,
  revision: 1,
  copy: null,
  review: null,
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
  trashed: boolean
}

/** The viewer: a user by name, the moderator, or a client without a token. */
export type Viewer = string | null
export const moderator = 'moderator'

export const emptyState = (...users: string[]): ModelState => ({
  users: new Map(users.map((name) => [name, newUser(name)])),
  posts: new Map(),
  comments: new Map(),
  votes: new Map(),
  previews: new Map(),
  types: new Map(),
  gone: new Set(),
  challenges: new Map(),
  tokens: new Map(),
})

/** Whether a session or a personal token was not ended. */
export const isOpen = ({ users, tokens }: ModelState, name: string) =>
  tokens.has(name) || [...users.values()].some(({ sessions }) => sessions.has(name))

export const isVisible = ({ published, removed }: ModelPost) => published && !removed

/** Whether lists show a post that do not name its type. */
export const isOfListedType = ({ types }: ModelState, { type }: ModelPost) =>
  type === BUILT_IN_TYPE || types.get(type)!.listed

export const isLiving = ({ content, removed, trashed }: ModelComment) =>
  content !== null && !removed && !trashed

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
