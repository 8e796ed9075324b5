import { BaseSchema } from '@adonisjs/lucid/schema'

/** The outbox of mails, and the addresses that mails come back from. A keyed digest leads to no address. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table dead_emails (
        digest text primary key,
        since timestamptz(3) not null default now()
      );
      select jobs.create_queue('mail', '{"policy": "exclusive", "notify": true}');
    `)
  }

  async down() {
    this.schema.raw(`
      delete from jobs.job where name = 'mail';
      select jobs.delete_queue('mail');
      drop table dead_emails;
    `)
  }
}
