import { BaseSchema } from '@adonisjs/lucid/schema'

/** Builds an index while others write, which needs to run without a transaction. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw('drop index concurrently if exists things_id')
    this.schema.raw('create unique index concurrently things_id on things (id)')
  }

  async down() {
    this.schema.raw('drop index concurrently things_id')
  }
}
