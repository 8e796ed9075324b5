import { BaseSchema } from '@adonisjs/lucid/schema'

const byTitle = '(title collate "und-x-icu")'

/**
 * Orders by last change and by title have an index of the posts that everybody may see. The others have one of
 * their own, so that a public post writes one index for each order, and no list reads the posts that it must not show.
 */
const indexes = {
  posts_updated_index: 'posts (updated_at desc, id desc) where visible',
  posts_title_index: `posts (${byTitle}, id) where visible`,
  posts_hidden_updated_index: 'posts (updated_at desc, id desc) where not visible',
  posts_hidden_title_index: `posts (${byTitle}, id) where not visible`,
  posts_hidden_new_index: 'posts (listed_at desc, id desc) where not visible',
  posts_hidden_language_index: 'posts (language, id) where not visible',
  posts_hidden_slug_index: 'posts (slug) where not visible',
  posts_author_draft_index: 'posts (user_id, listed_at desc, id desc) where not published',
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
