import type { Permission } from '#domain/permissions'
import type { Actor } from '#domain/roles'

/** The lists of staff that a view can be saved of. Any of its permissions opens a list. */
export const listPermissions = {
  posts: ['posts.read_any'],
  comments: ['comments.read_any'],
  users: ['users.read_private'],
  reports: ['reports.handle'],
  audit: ['audit.read'],
  batches: [
    'posts.remove',
    'posts.lock',
    'comments.remove',
    'media.remove',
    'users.sanction',
    'users.manage',
    'audit.read',
  ],
  mails: ['mails.manage'],
} as const satisfies Record<string, readonly Permission[]>

export type ListName = keyof typeof listPermissions

export const listNames = Object.keys(listPermissions) as ListName[]

/** For each user. */
export const MAX_OWN_VIEWS = 100

/** For all staff together. */
export const MAX_SHARED_VIEWS = 200

export const MAX_VIEW_FILTERS = 20
export const MAX_FILTER_CHARACTERS = 500
export const MAX_VIEW_COLUMNS = 50

export const mayOpenList = ({ permissions }: Actor, list: ListName) =>
  listPermissions[list].some((permission) => permissions.has(permission))

interface Kept {
  list: string
  shared: boolean
  /** Null: its owner's account is erased. */
  userId: number | null
}

export const isViewFor = (actor: Actor, { list, shared, userId }: Kept) =>
  (shared || userId === actor.id) && mayOpenList(actor, list as ListName)

/** Whether an actor who sees a view may change and delete it. */
export const mayChangeView = (actor: Actor, { userId }: Kept) =>
  userId === actor.id || actor.permissions.has('views.manage')
