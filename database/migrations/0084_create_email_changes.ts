import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Changes of e-mails: asked for, made, and for a while undone by the owner of the former e-mail. A former e-mail that
 * was never confirmed undoes nothing: a stranger may have it.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table email_changes (
        id bigint generated always as identity primary key,
        nonce uuid not null default gen_random_uuid(),
        user_id bigint not null references users on delete cascade,
        old_email text not null,
        new_email text not null,
        undoable boolean not null,
        digest text collate "C",
        undo_digest text collate "C",
        address text,
        created_at timestamptz(3) not null default now(),
        confirmed_at timestamptz(3),

        constraint email_changes_digest_unique unique (digest),
        constraint email_changes_undo_digest_unique unique (undo_digest)
      );
      create index email_changes_user_index on email_changes (user_id, id);
      create index email_changes_old_email_index on email_changes (lower(old_email))
        where undoable and confirmed_at is not null;
      create index email_changes_created_at_index on email_changes (created_at);
    `)
  }

  async down() {
    this.schema.dropTable('email_changes')
  }
}
