import { BaseSchema } from '@adonisjs/lucid/schema'

/** The limiter's table where there is no Redis; it may be lost, so it is not logged. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create unlogged table rate_limits (
        key text primary key,
        points integer not null default 0,
        expire bigint
      )
    `)
  }

  async down() {
    this.schema.dropTable('rate_limits')
  }
}
