import { BaseSchema } from '@adonisjs/lucid/schema'

/** With those of listed posts, for lists of all types. A listed post writes neither. */
const indexes = {
  posts_unlisted_top_index: 'posts (votes_count desc, id desc) where visible and unlisted',
  posts_unlisted_hot_index: 'posts (hot desc, id desc) where visible and unlisted',
}

/** Posts are written meanwhile; see 0020 on what that takes. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    for (const [name, on] of Object.entries(indexes)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
      this.schema.raw(`create index concurrently ${name} on ${on}`)
    }
    this.schema.raw('reset lock_timeout')
  }

  async down() {
    this.schema.raw('set lock_timeout = 0')
    for (const name of Object.keys(indexes)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
    }
    this.schema.raw('reset lock_timeout')
  }
}
