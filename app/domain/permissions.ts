export const permissions = {
  'posts.publish': 'Write posts and publish them',
  'posts.draft': 'Write drafts, and ask for their review',
  'comments.write': 'Write comments and edit your own',
  'votes.cast': 'Vote on posts',
  'posts.read_any': 'Read drafts and removed posts',
  'posts.edit_any': 'Edit, publish and unpublish posts of others',
  'posts.remove': 'Remove, restore and delete posts of others',
  'posts.lock': 'Lock and unlock posts',
  'posts.pin': 'Pin posts to the top of the site’s lists',
  'posts.review': 'Approve posts of others, or request changes',
  'tags.manage': 'Create, change, join and delete tags',
  'collections.manage': 'Create, change, order and delete collections',
  'types.manage': 'Create, change and delete types of posts',
  'comments.read_any': 'Read removed comments',
  'comments.remove': 'Remove, restore and delete comments of others',
  'reports.handle': 'Read, assign, resolve and dismiss reports',
  'applications.handle': 'Read applications for an account, and approve or reject them',
  'media.keep': 'Keep uploaded files that nothing uses',
  'media.read_any': 'See the files of all users, also those that are not public',
  'media.remove': 'Remove and restore files of others, and bar their content',
  'users.read_private': 'Read e-mails, sessions and sanctions of users',
  'users.sanction': 'Warn, silence and suspend users, and end their sessions',
  'users.manage':
    'Create, export and erase accounts, set roles, reset passwords, link system users',
  'invites.create': 'Invite people to sign up',
  'roles.manage': 'Read, create, change and delete roles',
  'views.manage': 'Change and delete saved views that other staff share',
  'audit.read': 'Read and verify the audit log',
  'mails.manage': 'Read the outbox of mails, and send failed ones once more',
  'webhooks.manage': 'Read, create, change and delete webhooks, and send them once more',
  'stats.read': 'Read statistics, and what is being deleted',
  'settings.read': 'Read how the site is configured, without secrets',
} as const

export type Permission = keyof typeof permissions

export const permissionNames = Object.keys(permissions) as Permission[]

export const TOP_RANK = 2
export const TOP_ROLE = 'admin'

export interface RoleDefinition {
  name: string
  rank: number
  permissions: readonly Permission[]
}

const contributions: Permission[] = ['posts.publish', 'comments.write', 'votes.cast']

/** A site may let its members invite. */
const isContribution = (name: Permission) =>
  ['posts.draft', 'invites.create', 'media.keep'].includes(name) || contributions.includes(name)

/** Permissions beyond a user's own posts, comments and votes. Any of them makes a user staff. */
export const staffPermissions = permissionNames.filter((name) => !isContribution(name))

export const SIGN_UP_ROLE = 'member'

/** The roles of a new database, lowest rank first. Grant a new permission to existing roles by migration. */
export const builtInRoles: readonly RoleDefinition[] = [
  { name: SIGN_UP_ROLE, rank: 0, permissions: contributions },
  { name: 'author', rank: 0, permissions: [...contributions, 'media.keep'] },
  {
    name: 'editor',
    rank: 1,
    permissions: [
      ...contributions,
      'posts.read_any',
      'posts.edit_any',
      'posts.pin',
      'posts.review',
      'tags.manage',
      'collections.manage',
      'media.keep',
      'media.read_any',
    ],
  },
  {
    name: 'moderator',
    rank: 1,
    permissions: [
      ...contributions,
      'posts.read_any',
      'posts.remove',
      'posts.lock',
      'comments.read_any',
      'comments.remove',
      'reports.handle',
      'applications.handle',
      'media.keep',
      'media.read_any',
      'media.remove',
      'users.read_private',
      'users.sanction',
      'audit.read',
      'stats.read',
    ],
  },
  { name: TOP_ROLE, rank: TOP_RANK, permissions: permissionNames },
]

export const lowestRoleWith = (permission: Permission): string =>
  builtInRoles.find((role) => role.permissions.includes(permission))!.name

/** Any of these permissions opens the list of staff actions. */
export const actionPermissions = [
  'posts.remove',
  'posts.lock',
  'comments.remove',
  'media.remove',
  'users.sanction',
  'users.manage',
] as const satisfies Permission[]

/** Any of these permissions reads the reasons that staff give often. */
export const reasonPermissions = [
  ...actionPermissions,
  'reports.handle',
] as const satisfies Permission[]

/** The setting POSTING: every member publishes, or authors only. */
export type Posting = 'members' | 'authors'

/** Permissions that POSTING withholds from a role, whatever its row says. */
export const withheld = (role: string, posting: Posting): readonly Permission[] =>
  posting === 'authors' && role === SIGN_UP_ROLE ? ['posts.publish'] : []

const sets = new Map<string, ReadonlySet<Permission>>()
const MAX_SETS = 200

/** The permissions in a role's row, without unknown names. */
export function grantsOf(
  role: string,
  names: readonly string[],
  posting: Posting
): ReadonlySet<Permission> {
  const kept = withheld(role, posting)
  const granted = permissionNames.filter((name) => names.includes(name) && !kept.includes(name))
  const key = granted.join()
  const known = sets.get(key)
  if (known) return known
  if (sets.size >= MAX_SETS) sets.clear()
  const made = new Set(granted)
  sets.set(key, made)
  return made
}
