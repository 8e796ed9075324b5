import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A sanction holds from its `_at` on, until its `_until` or, without one, for good; so it ends by
 * itself. `os_user` links a member of staff to the operating-system user who acts as them.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table users
        add column silenced_at timestamptz(3),
        add column silenced_until timestamptz(3),
        add column suspended_at timestamptz(3),
        add column suspended_until timestamptz(3),
        add column os_user text,
        add constraint users_silenced_check check (silenced_until is null or silenced_at is not null),
        add constraint users_suspended_check check (suspended_until is null or suspended_at is not null),
        add constraint users_os_user_check
          check (os_user is null or role <> 'member' and char_length(os_user) between 1 and 64);
      create unique index users_os_user_unique on users (os_user);
      create index users_silenced_index on users (id) where silenced_at is not null;
      create index users_suspended_index on users (id) where suspended_at is not null;
      create index users_staff_index on users (role, id) where role <> 'member';
    `)
  }

  async down() {
    this.schema.raw(`
      alter table users
        drop column silenced_at, drop column silenced_until,
        drop column suspended_at, drop column suspended_until, drop column os_user;
      drop index users_staff_index;
    `)
  }
}
