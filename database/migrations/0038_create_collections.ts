import { BaseSchema } from '@adonisjs/lucid/schema'

const targets = ['user', 'post', 'comment', 'report', 'role', 'tag']

const audited = (types: string[]) => `
  alter table audit_entries
    drop constraint audit_entries_target_type_check,
    add constraint audit_entries_target_type_check
      check (target_type in (${types.map((type) => `'${type}'`).join()})) not valid;`

/** Lists of posts by hand. A post that is deleted for good leaves them. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table collections (
        id bigint generated always as identity primary key,
        slug text collate "C" not null,
        title text not null,
        description text,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint collections_slug_unique unique (slug),
        constraint collections_title_check check (char_length(title) between 1 and 200)
      );
      create table collection_posts (
        collection_id bigint not null references collections on delete cascade,
        post_id bigint not null references posts on delete cascade,
        place integer not null,
        primary key (collection_id, post_id)
      );
      create index collection_posts_place_index on collection_posts (collection_id, place, post_id);
      create index collection_posts_post_index on collection_posts (post_id);

      update roles set permissions = permissions || '{collections.manage}'
        where name in ('editor', 'admin') and is_built_in;
      ${audited([...targets, 'collection'])}
    `)
  }

  async down() {
    this.schema.raw(`
      ${audited(targets)}
      update roles set permissions = array_remove(permissions, 'collections.manage');
      drop table collection_posts;
      drop table collections;
    `)
  }
}
