import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table votes (
        post_id bigint not null references posts on delete cascade,
        user_id bigint not null references users on delete cascade,
        value smallint not null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        primary key (post_id, user_id),
        constraint votes_value_check check (value in (-1, 1))
      );
      create index votes_user_index on votes (user_id, post_id);
    `)
  }

  async down() {
    this.schema.dropTable('votes')
  }
}
