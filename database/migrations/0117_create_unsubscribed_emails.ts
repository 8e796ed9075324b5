import { BaseSchema } from '@adonisjs/lucid/schema'

/** The addresses that want no invites. A keyed digest leads to no address. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table unsubscribed_emails (
        digest text primary key,
        since timestamptz(3) not null default now()
      );
    `)
  }

  async down() {
    this.schema.raw('drop table unsubscribed_emails')
  }
}
