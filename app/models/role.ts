import config from '@adonisjs/core/services/config'
import { RoleSchema } from '#database/schema'
import { grantsOf, type Permission, type Posting } from '#domain/permissions'

/** A named set of permissions with a rank. */
export default class Role extends RoleSchema {
  /** What the users of a role may do, by the setting POSTING too. */
  static grantsOf(name: string, permissions: readonly string[]): ReadonlySet<Permission> {
    return grantsOf(name, permissions, config.get<Posting>('posting.mode'))
  }

  /** What its users may do. */
  get grants(): ReadonlySet<Permission> {
    return Role.grantsOf(this.name, this.permissions)
  }
}

/** Whether a row of users has a permission, as a condition of SQL. */
export const hasPermission = (users: string, permission: Permission) =>
  `exists (select from roles where roles.name = ${users}.role and '${permission}' = any(roles.permissions))`
