import { permissionNames, type Permission } from '#domain/permissions'

/** What a personal token needs to read. */
export const READ_SCOPE = 'read'

/** What a personal token can be limited to. A permission beyond those of its user gives nothing. */
export const scopes = [READ_SCOPE, ...permissionNames] as const

export type Scope = (typeof scopes)[number]

/** The scopes that a user with these permissions can give to a token. */
export const isGivenBy = (scope: Scope, permissions: ReadonlySet<Permission>) =>
  scope === READ_SCOPE || permissions.has(scope)

/** The permissions of a request: those that both its token and its user have. */
export const permissionsWithin = (
  scopesOfToken: ReadonlySet<Scope>,
  permissions: ReadonlySet<Permission>
): ReadonlySet<Permission> => new Set([...permissions].filter((one) => scopesOfToken.has(one)))
