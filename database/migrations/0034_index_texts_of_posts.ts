import { BaseSchema } from '@adonisjs/lucid/schema'

const indexes = {
  unique: {
    posts_slug_unique: `posts (slug, type) where (published_at is not null or publish_at is not null)
      and deleted_at is null and slug is not null`,
    posts_translation_unique:
      'posts (translation_group, language) where translation_group is not null and deleted_at is null',
  },
  plain: {
    posts_pinned_by_site_index: `posts (id) where pinned = 'site'`,
    posts_pinned_by_author_index: `posts (user_id) where pinned = 'author'`,
    posts_language_new_index: 'posts (language, listed_at desc, id desc) where visible',
    posts_language_top_index: 'posts (language, votes_count desc, id desc) where visible',
    posts_language_hot_index: 'posts (language, hot desc, id desc) where visible',
  },
}

/** Posts are written meanwhile; see 0020 on what that takes. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('set lock_timeout = 0')
    for (const [name, on] of Object.entries(indexes.unique)) this.#create('unique index', name, on)
    for (const [name, on] of Object.entries(indexes.plain)) this.#create('index', name, on)
    this.schema.raw('reset lock_timeout')
  }

  async down() {
    this.schema.raw('set lock_timeout = 0')
    for (const name of Object.keys({ ...indexes.unique, ...indexes.plain })) {
      this.schema.raw(`drop index concurrently if exists ${name}`)
    }
    this.schema.raw('reset lock_timeout')
  }

  /** Each statement by itself: several in one are a transaction. */
  #create(kind: string, name: string, on: string) {
    this.schema.raw(`drop index concurrently if exists ${name}`)
    this.schema.raw(`create ${kind} concurrently ${name} on ${on}`)
  }
}
