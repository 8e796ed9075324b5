import { BaseSchema } from '@adonisjs/lucid/schema'

const checks = {
  posts: ['slug', 'content_format', 'excerpt', 'pinned', 'tags'],
  audit_entries: ['target_type'],
}

/** Rows from before the checks. Reads and writes go on meanwhile, so this takes as long as it needs: see 0020. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    for (const [table, names] of Object.entries(checks)) {
      for (const name of names) {
        this.schema.raw(`alter table ${table} validate constraint ${table}_${name}_check`)
      }
    }
    this.schema.raw('reset lock_timeout')
  }

  /** A validated check serves the older version as well. */
  async down() {}
}
