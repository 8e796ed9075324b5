import { BaseSchema } from '@adonisjs/lucid/schema'

const targets = ['user', 'post', 'comment', 'report', 'role', 'tag', 'collection']

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/**
 * Types of posts. The type `post` is always there. `revision` counts the schemas of a type, so that a worker
 * knows whether its compiled one is the present one. A job checks the posts against a `pending` schema,
 * and fills the values of `filterable` members; those in `filled` are complete.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table types (
        id bigint generated always as identity primary key,
        name text collate "C" not null,
        title text not null,
        schema jsonb,
        revision integer not null default 1,
        filterable text[] not null default '{}',
        filled text[] not null default '{}',
        commentable boolean not null default true,
        votable boolean not null default true,
        listed boolean not null default false,
        write text,
        pending jsonb,
        checked jsonb,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint types_name_unique unique (name),
        constraint types_name_check check (name ~ '^[a-z][a-z0-9_-]{0,29}$'),
        constraint types_title_check check (char_length(title) between 1 and 100),
        constraint types_filterable_check check (cardinality(filterable) <= 10),
        constraint types_post_check check (name <> 'post' or listed)
      );
      insert into types (name, title, listed) values ('post', 'Post', true);

      update roles set permissions = permissions || '{types.manage}'
        where name = 'admin' and is_built_in;
      ${audited([...targets, 'type'])}

      select jobs.create_queue('types', '{"policy": "exclusive", "notify": true}');
    `)
  }

  async down() {
    this.schema.raw(`
      delete from jobs.job where name = 'types';
      select jobs.delete_queue('types');
      ${audited(targets)}
      update roles set permissions = array_remove(permissions, 'types.manage');
      drop table types;
    `)
  }
}
