import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What outlives an account. A sanction does: a keyed digest of the e-mail is barred from signing up until
 * its end, or for good. So does a user name that was given up: no other account can take it for a while, but for
 * the account that had it.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table barred_emails (
        digest text primary key,
        until timestamptz(3)
      );
      create index barred_emails_until_index on barred_emails (until);

      create table freed_usernames (
        username text primary key,
        user_id bigint references users on delete set null,
        freed_at timestamptz(3) not null default now()
      );
      create index freed_usernames_user_index on freed_usernames (user_id);
      create index freed_usernames_freed_at_index on freed_usernames (freed_at);
    `)
  }

  async down() {
    this.schema.dropTable('freed_usernames')
    this.schema.dropTable('barred_emails')
  }
}
