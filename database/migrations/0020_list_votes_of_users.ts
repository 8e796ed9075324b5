import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The votes of a user are listed newest first. One index does for that, for exports and for erasure, so that a vote
 * still writes three: it takes the place of the one by post.
 *
 * Votes go on meanwhile: `concurrently` needs a migration without a transaction, and waits for older transactions
 * without being in anybody's way, so it needs no lock timeout. An attempt that was cut off leaves an invalid index,
 * which the next one drops.
 */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.#replace(
      'votes_user_index',
      'votes_user_new_index',
      'user_id, created_at desc, post_id desc'
    )
  }

  async down() {
    this.#replace('votes_user_new_index', 'votes_user_index', 'user_id, post_id')
  }

  /** Each statement by itself: several in one are a transaction. */
  #replace(old: string, index: string, columns: string) {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw(`drop index concurrently if exists ${index}`)
    this.schema.raw(`create index concurrently ${index} on votes (${columns})`)
    this.schema.raw(`drop index concurrently if exists ${old}`)
    this.schema.raw('reset lock_timeout')
  }
}
