import { BaseSchema } from '@adonisjs/lucid/schema'

/** What happened to the security of an account, for its owner. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table security_events (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        event text not null,
        address text,
        user_agent text,
        created_at timestamptz(3) not null default now(),

        constraint security_events_user_agent_check check (char_length(user_agent) <= 300)
      );
      create index security_events_user_index on security_events (user_id, id);
      create index security_events_created_at_index on security_events (created_at);
    `)
  }

  async down() {
    this.schema.dropTable('security_events')
  }
}
