import config from '@adonisjs/core/services/config'
import { RoleSchema } from '#database/schema'
import { grantsOf, type Permission, type Posting } from '#domain/permissions'

export default class Role extends RoleSchema {
  /** Includes the effect of the setting POSTING. */
  static grantsOf(name: string, permissions: readonly string[]): ReadonlySet<Permission> {
    return grantsOf(name, permissions, config.get<Posting>('posting.mode'))
  }

  get grants(): ReadonlySet<Permission> {
    return Role.grantsOf(this.name, this.permissions)
  }
}

export const hasPermission = (users: string, permission: Permission) =>
  `exists (select from roles where roles.name = ${users}.role and '${permission}' = any(roles.permissions))`
