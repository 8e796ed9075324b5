/** Each permission, and what it lets a user do. */
export const permissions = {
  'posts.publish': 'Write posts and publish them',
  'comments.write': 'Write comments and edit one’s own',
  'votes.cast': 'Vote on posts',
  'posts.read_any': 'Read drafts and removed posts',
  'posts.edit_any': 'Edit, publish and unpublish posts of others',
  'posts.remove': 'Remove, restore and delete posts of others',
  'posts.lock': 'Lock and unlock posts',
  'comments.read_any': 'Read removed comments',
  'comments.remove': 'Remove, restore and delete comments of others',
  'reports.handle': 'Read, assign, resolve and dismiss reports',
  'users.read_private': 'Read e-mails, sessions and sanctions of users',
  'users.sanction': 'Warn, silence and suspend users, and end their sessions',
  'users.manage':
    'Create, export and erase accounts, set roles, reset passwords, link system users',
  'roles.manage': 'Read, create, change and delete roles',
  'audit.read': 'Read and verify the audit log',
  'stats.read': 'Read statistics, and what is being deleted',
} as const

export type Permission = keyof typeof permissions

export const permissionNames = Object.keys(permissions) as Permission[]

/** The rank above all others, and the one role that has it. */
export const TOP_RANK = 2
export const TOP_ROLE = 'admin'

export interface RoleDefinition {
  name: string
  rank: number
  permissions: readonly Permission[]
}

const contributions: Permission[] = ['posts.publish', 'comments.write', 'votes.cast']

/** What makes somebody staff: every permission that goes beyond one's own posts, comments and votes. */
export const staffPermissions = permissionNames.filter((name) => !contributions.includes(name))

/** The role of a new account, and of an erased one. */
export const SIGN_UP_ROLE = 'member'

/**
 * The roles that a new database has, lowest rank first. The database is what counts: a new permission
 * needs a migration that gives it to those that are to have it.
 */
export const builtInRoles: readonly RoleDefinition[] = [
  { name: SIGN_UP_ROLE, rank: 0, permissions: contributions },
  { name: 'author', rank: 0, permissions: contributions },
  { name: 'editor', rank: 1, permissions: [...contributions, 'posts.read_any', 'posts.edit_any'] },
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
      'users.read_private',
      'users.sanction',
      'audit.read',
      'stats.read',
    ],
  },
  { name: TOP_ROLE, rank: TOP_RANK, permissions: permissionNames },
]

/** The lowest built-in role that has a permission. */
export const lowestRoleWith = (permission: Permission): string =>
  builtInRoles.find((role) => role.permissions.includes(permission))!.name

/** What staff actions need: the right to one of them opens the way to their list. */
export const actionPermissions = [
  'posts.remove',
  'posts.lock',
  'comments.remove',
  'users.sanction',
  'users.manage',
] as const satisfies Permission[]

/** Who publishes: everybody, or those alone whose role is made for it. */
export type Posting = 'members' | 'authors'

/** What POSTING keeps from a role, whatever its row says. */
export const withheld = (role: string, posting: Posting): readonly Permission[] =>
  posting === 'authors' && role === SIGN_UP_ROLE ? ['posts.publish'] : []

/** The sets that are in use: users of one role share one. */
const sets = new Map<string, ReadonlySet<Permission>>()
const MAX_SETS = 200

/**
 * What a user of a role may do. Names that this version does not know are left out.
 *
 * @param names as the row of the role has them
 */
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
