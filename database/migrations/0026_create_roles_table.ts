import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A role is a named set of permissions with a rank. The roles that are built in are those of
 * `app/domain/permissions.ts`. What constrains tables that may be large is validated by the next
 * migration, without locks that requests would wait for.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table roles (
        id bigint generated always as identity primary key,
        name text not null,
        rank smallint not null,
        permissions text[] not null,
        is_built_in boolean not null default false,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint roles_name_unique unique (name),
        constraint roles_name_check check (name ~ '^[a-z0-9_-]{1,30}$'),
        constraint roles_rank_check check (rank between 0 and case when is_built_in then 2 else 1 end)
      );

      insert into roles (name, rank, is_built_in, permissions) values
        ('member', 0, true, '{posts.publish,comments.write,votes.cast}'),
        ('author', 0, true, '{posts.publish,comments.write,votes.cast}'),
        ('editor', 1, true, '{posts.publish,comments.write,votes.cast,posts.read_any,posts.edit_any}'),
        ('moderator', 1, true, '{posts.publish,comments.write,votes.cast,posts.read_any,posts.remove,posts.lock,comments.read_any,comments.remove,reports.handle,users.read_private,users.sanction,audit.read,stats.read}'),
        ('admin', 2, true, '{posts.publish,comments.write,votes.cast,posts.read_any,posts.edit_any,posts.remove,posts.lock,comments.read_any,comments.remove,reports.handle,users.read_private,users.sanction,users.manage,roles.manage,audit.read,stats.read}');

      alter table users
        drop constraint users_role_check,
        drop constraint users_os_user_check,
        drop constraint users_erased_check,
        add constraint users_os_user_check check (char_length(os_user) between 1 and 64) not valid,
        add constraint users_erased_check check (
          case when erased_at is null then num_nulls(email, username, password) = 0
          else num_nonnulls(email, username, password, display_name, bio, os_user) = 0 end
        ) not valid,
        add constraint users_role_foreign foreign key (role) references roles (name) not valid;

      alter table audit_entries
        drop constraint audit_entries_target_type_check,
        add constraint audit_entries_target_type_check
          check (target_type in ('user', 'post', 'comment', 'report', 'role')) not valid;
    `)
  }

  /** The older version knows three roles, and no entry on a role. */
  async down() {
    this.schema.raw(`
      update users set role = 'member', os_user = null
        where role not in ('member', 'moderator', 'admin');
      update users set os_user = null where role = 'member' and os_user is not null;
      alter table users
        drop constraint users_role_foreign,
        drop constraint users_os_user_check,
        drop constraint users_erased_check,
        add constraint users_role_check check (role in ('member', 'moderator', 'admin')),
        add constraint users_os_user_check
          check (os_user is null or role <> 'member' and char_length(os_user) between 1 and 64),
        add constraint users_erased_check check (
          case when erased_at is null then num_nulls(email, username, password) = 0
          else num_nonnulls(email, username, password, display_name, bio, os_user) = 0
            and role = 'member' end
        );
      alter table audit_entries
        drop constraint audit_entries_target_type_check,
        add constraint audit_entries_target_type_check
          check (target_type in ('user', 'post', 'comment', 'report')) not valid;
      drop table roles;
    `)
  }
}
