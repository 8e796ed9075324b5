import { BaseSchema } from '@adonisjs/lucid/schema'

/** Takes longer than DB_STATEMENT_TIMEOUT, and longer than the connections of requests wait. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw('select pg_sleep(6)')
    this.schema.raw('create index things_id on things (id)')
  }

  async down() {
    this.schema.raw('drop index things_id')
  }
}
