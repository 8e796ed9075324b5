import { RoleSchema } from '#database/schema'
import type { Permission } from '#domain/permissions'
import { grantsOfRole } from '#models/grants'

export default class Role extends RoleSchema {
  get grants(): ReadonlySet<Permission> {
    return grantsOfRole(this.name, this.permissions)
  }
}

export const hasPermission = (users: string, permission: Permission) =>
  `exists (select from roles where roles.name = ${users}.role and '${permission}' = any(roles.permissions))`
