import { BaseSchema } from '@adonisjs/lucid/schema'

const PLACE = '/media/files/'

const has = (text: string) => `position('${PLACE}' in ${text}) > 0`

const said = (row: string) => `${row}.content || ' ' || coalesce(${row}.data::text, '')`
const kept = (row: string) => `coalesce(${row}.members::text, '')`

/**
 * Where files are used: posts, working copies and revisions that have the address of a file in their content or data.
 * Triggers write this in the transaction of the text, so no writer can forget it.
 *
 * An address alone gives no right to publish a file: a use counts if the file belongs to the author of the post or to
 * the editor of that text, or if readers see the file already.
 *
 * A file that nothing uses is set aside, and deleted later, unless its owner may keep it.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table media_uses (
        file_id bigint not null references media_files on delete cascade,
        post_id bigint not null references posts on delete cascade,
        place text not null,
        number integer not null default 0,

        primary key (file_id, post_id, place, number),
        constraint media_uses_place_check check (place in ('post', 'draft', 'revision'))
      );
      create index media_uses_post_index on media_uses (post_id, place, number);

      alter table media add column used_at timestamptz(3), add column set_aside_at timestamptz(3);
      create index media_set_aside_index on media (set_aside_at) where set_aside_at is not null;

      create function is_public_media(id_of_file bigint) returns boolean language sql stable as $$
        select exists (
          select from media_uses join posts on posts.id = media_uses.post_id
          where media_uses.file_id = id_of_file and place = 'post' and posts.visible
        )
      $$;

      create function use_media(
        told text, was text, id_of_post bigint, name_of_place text, number_of_text integer, users bigint[]
      ) returns void language plpgsql as $$
      declare
        files bigint[] := array(
          select distinct file_id from media_variants where name = any(array(
            select (regexp_matches(told, '${PLACE}([A-Za-z0-9_-]{32}[.][a-z0-9]{2,5})', 'g'))[1]
          )) order by file_id
        );
      begin
        if ${has('was')} then
          delete from media_uses
          where post_id = id_of_post and place = name_of_place and number = number_of_text
            and file_id <> all(files);
        end if;
        insert into media_uses (file_id, post_id, place, number)
        select file, id_of_post, name_of_place, number_of_text from unnest(files) as file
        where exists (select from media where file_id = file and user_id = any(users))
          or exists (select from media_uses where file_id = file and post_id = id_of_post)
          or is_public_media(file)
        order by file
        on conflict do nothing;
      end $$;

      create function use_media_in_new_posts() returns trigger language plpgsql as $$
      begin
        perform use_media(${said('added')}, '', id, 'post', 0, array[user_id])
        from added where ${has(said('added'))};
        return null;
      end $$;

      create function use_media_in_post() returns trigger language plpgsql as $$
      begin
        perform use_media(${said('new')}, ${said('old')}, new.id, 'post', 0,
          array[new.user_id, new.edited_by]);
        return null;
      end $$;

      create function use_media_in_draft() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          delete from media_uses where post_id = old.post_id and place = 'draft';
        else
          perform use_media(${kept('new')}, case when tg_op = 'UPDATE' then ${kept('old')} else '' end,
            new.post_id, 'draft', 0,
            array[new.editor_id, (select user_id from posts where id = new.post_id)]);
        end if;
        return null;
      end $$;

      create function use_media_in_revision() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' then
          delete from media_uses
          where post_id = old.post_id and place = 'revision' and number = old.number;
        else
          perform use_media(${kept('new')}, case when tg_op = 'UPDATE' then ${kept('old')} else '' end,
            new.post_id, 'revision', new.number,
            array[new.editor_id, (select user_id from posts where id = new.post_id)]);
        end if;
        return null;
      end $$;

      create function note_end_of_use() returns trigger language plpgsql as $$
      begin
        update media set used_at = now() where file_id = old.file_id;
        return null;
      end $$;

      create trigger use_media_in_new_posts after insert on posts
        referencing new table as added for each statement execute function use_media_in_new_posts();
      create trigger use_media_in_post after update of content, data on posts for each row
        when ((old.content, old.data) is distinct from (new.content, new.data)
          and (${has(said('old'))} or ${has(said('new'))}))
        execute function use_media_in_post();

      ${['post_drafts', 'post_revisions'].map(onCopies).join('\n')}

      create trigger note_end_of_use after delete on media_uses for each row
        execute function note_end_of_use();

      create function tell_of_ready_file() returns trigger language plpgsql as $$
      begin
        if webhook_listens('media.ready') then
          perform tell_webhooks('media.ready', 'media', id, array[user_id])
          from (select id, user_id from media where file_id = new.id order by id) as told;
        end if;
        return null;
      end $$;

      create function tell_of_ready_media() returns trigger language plpgsql as $$
      begin
        if webhook_listens('media.ready')
          and exists (select from media_files where id = new.file_id and status = 'ready') then
          perform tell_webhooks('media.ready', 'media', new.id, array[new.user_id]);
        end if;
        return null;
      end $$;

      create function forget_told_media() returns trigger language plpgsql as $$
      begin
        perform clear_webhook_events('media', array(select id from gone));
        return null;
      end $$;

      create trigger tell_of_ready_file after update of status on media_files for each row
        when (old.status <> 'ready' and new.status = 'ready') execute function tell_of_ready_file();
      create trigger tell_of_ready_media after update of file_id on media for each row
        when (old.file_id is null and new.file_id is not null) execute function tell_of_ready_media();
      create trigger forget_told_media after delete on media
        referencing old table as gone for each statement execute function forget_told_media();

      -- A role of the site that may make authors still may: users give no permission that they lack.
      update roles set permissions = permissions || '{media.keep}'
        where name in ('author', 'editor', 'moderator', 'admin') and is_built_in
          or not is_built_in
            and permissions @> '{posts.publish,comments.write,votes.cast,users.manage}';
    `)
  }

  async down() {
    this.schema.raw(`
      update roles set permissions = array_remove(permissions, 'media.keep');
      drop trigger forget_told_media on media;
      drop trigger tell_of_ready_media on media;
      drop trigger tell_of_ready_file on media_files;
      ${['post_revisions', 'post_drafts'].map(offCopies).join('\n')}
      drop trigger use_media_in_post on posts;
      drop trigger use_media_in_new_posts on posts;
      drop table media_uses;
      drop function forget_told_media();
      drop function tell_of_ready_media();
      drop function tell_of_ready_file();
      drop function note_end_of_use();
      drop function use_media_in_revision();
      drop function use_media_in_draft();
      drop function use_media_in_post();
      drop function use_media_in_new_posts();
      drop function use_media(text, text, bigint, text, integer, bigint[]);
      drop function is_public_media(bigint);
      alter table media drop column set_aside_at, drop column used_at;
    `)
  }
}

const functionOf = (table: string) => `use_media_in_${table.replace('post_', '').slice(0, -1)}`

const onCopies = (table: string) => `
  create trigger ${functionOf(table)} after insert on ${table} for each row
    when (${has(kept('new'))}) execute function ${functionOf(table)}();
  create trigger ${functionOf(table)}_again after update of members on ${table} for each row
    when (old.members is distinct from new.members and (${has(kept('old'))} or ${has(kept('new'))}))
    execute function ${functionOf(table)}();
  create trigger ${functionOf(table)}_no_more after delete on ${table} for each row
    when (${has(kept('old'))}) execute function ${functionOf(table)}();`

const offCopies = (table: string) =>
  ['_no_more', '_again', '']
    .map((end) => `drop trigger ${functionOf(table)}${end} on ${table};`)
    .join('\n')
