import { BaseSchema } from '@adonisjs/lucid/schema'

/** The lists of all posts leave out unlisted ones by their index. Staff's lists by time keep theirs. */
const replaced = {
  posts_top_index: 'posts (votes_count desc, id desc)',
  posts_hot_index: 'posts (hot desc, id desc)',
}

/** Posts of the type `post` cost only the first of these. */
const added = {
  posts_new_index_of_listed: 'posts (listed_at desc, id desc) where visible and not unlisted',
  posts_type_new_index: `posts (type, listed_at desc, id desc) where visible and type <> 'post'`,
  posts_type_top_index: `posts (type, votes_count desc, id desc) where visible and type <> 'post'`,
  posts_type_hot_index: `posts (type, hot desc, id desc) where visible and type <> 'post'`,
  posts_type_id_index: `posts (type, id) where type <> 'post'`,
}

/** Posts are written meanwhile; see 0020 on what that takes. The old index serves until the new one is there. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    this.#replace('visible and not unlisted')
    for (const [name, on] of Object.entries(added)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
      this.schema.raw(`create index concurrently ${name} on ${on}`)
    }
    this.schema.raw('reset lock_timeout')
  }

  async down() {
    this.schema.raw('set lock_timeout = 0')
    for (const name of Object.keys(added)) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
    }
    this.#replace('visible')
    this.schema.raw('reset lock_timeout')
  }

  /** Each statement by itself: several in one are a transaction. */
  #replace(condition: string) {
    for (const [name, on] of Object.entries(replaced)) {
      this.schema.raw(`drop index concurrently if exists ${name}_next`)
      this.schema.raw(`create index concurrently ${name}_next on ${on} where ${condition}`)
      this.schema.raw(`drop index concurrently if exists ${name}`)
      this.schema.raw(`alter index ${name}_next rename to ${name}`)
    }
  }
}
