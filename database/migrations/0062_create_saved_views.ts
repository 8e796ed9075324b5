import { BaseSchema } from '@adonisjs/lucid/schema'

const targets = ['user', 'post', 'comment', 'report', 'role', 'tag', 'collection', 'type', 'reason']

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/** Filters, order and columns of a list of staff, under a name. A shared one outlives the account of its owner. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table saved_views (
        id bigint generated always as identity primary key,
        user_id bigint references users on delete cascade,
        list text not null,
        name text not null,
        filters jsonb not null default '{}',
        sort text,
        columns text[],
        shared boolean not null default false,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint saved_views_own_name_unique unique (user_id, list, name),
        constraint saved_views_name_check check (char_length(name) between 1 and 60),
        constraint saved_views_owner_check check (shared or user_id is not null)
      );
      create unique index saved_views_shared_name_unique on saved_views (list, name) where shared;
      update roles set permissions = permissions || '{views.manage}'
        where name = 'admin' and is_built_in;
      ${audited([...targets, 'view'])}
    `)
  }

  async down() {
    this.schema.raw(`
      ${audited(targets)}
      update roles set permissions = array_remove(permissions, 'views.manage');
      drop table saved_views;
    `)
  }
}
