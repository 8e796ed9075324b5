import { BaseSchema } from '@adonisjs/lucid/schema'
import { taking, valuesOf } from '#database/checked_values'

const tables = ['audit_entries', 'reports', 'report_snapshots']

const columns = ['avatar_id', 'header_id']

const isUsedByUsers = (condition = '') =>
  columns
    .map(
      (column) => `exists (
        select from media join users on users.${column} = media.id
        where media.file_id = id_of_file and users.erased_at is null ${condition}
      )`
    )
    .join(' or ')

const isUsedByPosts = (condition = '') => `exists (
  select from media_uses join posts on posts.id = media_uses.post_id
  where media_uses.file_id = id_of_file and place = 'post' and posts.visible ${condition}
)`

const isPublic = (condition: string) => `
  create or replace function is_public_media(id_of_file bigint) returns boolean language sql stable as $$
    select ${condition}
  $$;`

/** A row of the author or the editor of a post that staff removed. An erased author's rows have no user. */
const isRemovedForPost = `exists (
  select from media
  where media.file_id = id_of_file and media.removed_at is not null
    and (media.user_id in (posts.user_id, posts.edited_by)
      or coalesce(media.user_id, posts.user_id) is null)
)`

const noteEnd = (more = '') => `
  create or replace function note_end_of_use() returns trigger language plpgsql as $$
  begin
    update media set used_at = now() ${more} where file_id = old.file_id;
    return null;
  end $$;`

const tellOfActions = (types: string[]) => `
  drop trigger tell_of_action on audit_entries;
  create trigger tell_of_action after insert on audit_entries for each row
    when (new.target_type in (${types.map((type) => `'${type}'`).join()}))
    execute function tell_of_action();`

const told = ['post', 'comment', 'user']

/**
 * Staff remove a file of a user, and bar a content from all users. The bar is on the content, so that it holds for an
 * upload that runs at the same time, and stays when the last row of a user and the bytes are gone.
 *
 * `check_at` is when to look whether something uses a file, and `released_at` when a content came, or a user let go of
 * it: the jobs that collect look at no other rows.
 */
export default class extends BaseSchema {
  async up() {
    const widened = await this.#takings((types) => [...types, 'media'])
    this.schema.raw(`
      alter table media add column removed_at timestamptz(3), add column check_at timestamptz(3);
      alter table media_files
        add column barred_at timestamptz(3), add column released_at timestamptz(3);
      alter table report_snapshots
        add column file_id bigint references media_files on delete set null,
        add column file jsonb;

      update media set check_at = greatest(created_at, used_at) + interval '24 hours'
        where set_aside_at is null;
      alter table media alter column check_at set default now() + interval '24 hours';
      update media_files set released_at = now()
        where not exists (select from media where media.file_id = media_files.id);
      alter table media_files alter column released_at set default now();

      create index media_removed_index on media (id) where removed_at is not null;
      create index media_check_index on media (check_at) where check_at is not null;
      create index media_files_barred_index on media_files (id) where barred_at is not null;
      create index media_files_released_index on media_files (released_at, id)
        where released_at is not null;
      create index media_variants_upload_index on media_variants (file_id)
        where purpose = 'original' and content_type like 'image/%';
      create index report_snapshots_file_index on report_snapshots (file_id)
        where file_id is not null;

      ${isPublic(`exists (select from media_files where id = id_of_file and barred_at is null) and (
        exists (select from media where file_id = id_of_file and removed_at is null)
          and ${isUsedByPosts(`and not ${isRemovedForPost}`)}
        or ${isUsedByUsers('and media.removed_at is null')}
      )`)}
      ${noteEnd(`, check_at = now() + interval '24 hours'`)}

      create function note_former_pictures() returns trigger language plpgsql as $$
      begin
        update media set check_at = now() + interval '24 hours'
          where id in (old.avatar_id, old.header_id);
        return null;
      end $$;

      create function release_files() returns trigger language plpgsql as $$
      declare
        files bigint[] := array(select distinct file_id from gone where file_id is not null);
      begin
        perform from media_files where id = any(files) order by id for no key update;
        update media_files set released_at = now() where id = any(files);
        return null;
      end $$;

      create trigger note_former_pictures after update of avatar_id, header_id on users for each row
        when ((old.avatar_id, old.header_id) is distinct from (new.avatar_id, new.header_id))
        execute function note_former_pictures();
      create trigger release_files after delete on media
        referencing old table as gone for each statement execute function release_files();

      update roles set permissions = permissions || '{media.remove}'
        where name in ('moderator', 'admin') and is_built_in;
      ${tellOfActions([...told, 'media'])}
      ${widened}
    `)
  }

  async down() {
    const narrowed = await this.#takings((types) => types.filter((type) => type !== 'media'))
    this.schema.raw(`
      update roles set permissions = array_remove(permissions, 'media.remove');
      ${tellOfActions(told)}
      drop trigger release_files on media;
      drop trigger note_former_pictures on users;
      drop function release_files();
      drop function note_former_pictures();
      ${noteEnd()}
      ${isPublic(`${isUsedByPosts()} or ${isUsedByUsers()}`)}
      drop index media_variants_upload_index;
      alter table report_snapshots drop column file, drop column file_id;
      alter table media_files drop column released_at, drop column barred_at;
      alter table media drop column check_at, drop column removed_at;
      ${narrowed}
    `)
  }

  async #takings(change: (types: string[]) => string[]): Promise<string> {
    const changed = []
    for (const table of tables) {
      const types = await valuesOf(this.db, table, 'target_type')
      changed.push(taking(table, 'target_type', change(types)))
    }
    return changed.join('\n')
  }
}
