import { permissionNames, type Permission } from '#domain/permissions'

/** The scope to read anything. */
export const READ_SCOPE = 'read'

/** The limits of a personal token. A permission that its user lacks gives nothing. */
export const scopes = [READ_SCOPE, ...permissionNames] as const

export type Scope = (typeof scopes)[number]

/** Whether a user with these permissions can give the scope to a token. */
export const isGivenBy = (scope: Scope, permissions: ReadonlySet<Permission>) =>
  scope === READ_SCOPE || permissions.has(scope)

/** The permissions of a request: those that both its token and its user have. */
export const permissionsWithin = (
  scopesOfToken: ReadonlySet<Scope>,
  permissions: ReadonlySet<Permission>
): ReadonlySet<Permission> => new Set([...permissions].filter((one) => scopesOfToken.has(one)))
