import { BaseSchema } from '@adonisjs/lucid/schema'

/** Staff list the posts with a value of their `data` by id, hidden ones too. See 0020 on what that takes. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('drop index concurrently if exists post_values_post_index')
    this.schema.raw(`
      create index concurrently post_values_post_index
        on post_values (type, name, value, post_id)
    `)
    this.schema.raw('reset lock_timeout')
  }

  async down() {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw('drop index concurrently if exists post_values_post_index')
    this.schema.raw('reset lock_timeout')
  }
}
