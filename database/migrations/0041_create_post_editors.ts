import { BaseSchema } from '@adonisjs/lucid/schema'

/** Who has the working copy of a post open. `seen_at` is the time of the last call that said so. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table post_editors (
        post_id bigint primary key references posts on delete cascade,
        user_id bigint not null references users on delete cascade,
        since timestamptz(3) not null default now(),
        seen_at timestamptz(3) not null default now()
      );
      create index post_editors_user_index on post_editors (user_id);
    `)
  }

  async down() {
    this.schema.raw('drop table post_editors')
  }
}
