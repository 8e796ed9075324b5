import { BaseSchema } from '@adonisjs/lucid/schema'

/** The reports on a user are listed newest first. See 0020 on what that takes. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.#replace('reports_subject_index', 'reports_subject_new_index', 'subject_id, id')
  }

  async down() {
    this.#replace('reports_subject_new_index', 'reports_subject_index', 'subject_id')
  }

  /** Each statement by itself: several in one are a transaction. */
  #replace(old: string, index: string, columns: string) {
    this.schema.raw('set lock_timeout = 0')
    this.schema.raw(`drop index concurrently if exists ${index}`)
    this.schema.raw(`create index concurrently ${index} on reports (${columns})`)
    this.schema.raw(`drop index concurrently if exists ${old}`)
    this.schema.raw('reset lock_timeout')
  }
}
