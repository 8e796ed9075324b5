import { BaseSchema } from '@adonisjs/lucid/schema'

/** Reads and writes go on meanwhile: see 0020 and 0057. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('alter table posts validate constraint posts_cover_id_foreign')
    this.schema.raw('drop index concurrently if exists posts_cover_index')
    this.schema.raw(`
      create index concurrently posts_cover_index on posts (cover_id) where cover_id is not null
    `)
    this.schema.raw('reset lock_timeout')
  }

  async down() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('drop index concurrently if exists posts_cover_index')
    this.schema.raw('reset lock_timeout')
  }
}
