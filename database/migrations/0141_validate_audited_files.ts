import { BaseSchema } from '@adonisjs/lucid/schema'

/** Reads and writes go on meanwhile: see 0057. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('alter table audit_entries validate constraint audit_entries_target_type_check')
    this.schema.raw('reset lock_timeout')
  }

  /** A validated check serves the older version as well. */
  async down() {}
}
