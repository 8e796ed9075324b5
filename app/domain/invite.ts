import type { Permission } from '#domain/permissions'

/** The permission to make invites that give a role. */
export const ROLE_PERMISSION: Permission = 'users.manage'

export const MAX_USES = 1000
