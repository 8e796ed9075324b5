import type { Permission } from '#domain/permissions'

/** What an inviter needs for an invite with a role. */
export const ROLE_PERMISSION: Permission = 'users.manage'

export const MAX_USES = 1000
