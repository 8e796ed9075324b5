import { BaseSchema } from '@adonisjs/lucid/schema'
import { validated } from '#database/checked_values'

export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    for (const table of ['audit_entries', 'reports', 'report_snapshots']) {
      this.schema.raw(validated(table, 'target_type'))
    }
    this.schema.raw('reset lock_timeout')
  }

  /** A validated check serves the older version as well. */
  async down() {}
}
