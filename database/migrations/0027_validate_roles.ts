import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Neither the index nor the checks keep requests waiting, so each is a statement outside of a
 * transaction. After an interruption all of them can run again.
 */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('drop index concurrently if exists users_role_index')
    this.schema.raw('create index concurrently users_role_index on users (role, id)')
    this.schema.raw('drop index concurrently if exists users_staff_index')
    this.schema.raw('alter table users validate constraint users_os_user_check')
    this.schema.raw('alter table users validate constraint users_erased_check')
    this.schema.raw('alter table users validate constraint users_role_foreign')
    this.schema.raw('alter table audit_entries validate constraint audit_entries_target_type_check')
  }

  async down() {
    this.schema.raw('drop index concurrently if exists users_staff_index')
    this.schema.raw(
      `create index concurrently users_staff_index on users (role, id) where role <> 'member'`
    )
    this.schema.raw('drop index concurrently if exists users_role_index')
  }
}
