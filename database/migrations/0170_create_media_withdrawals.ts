import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Files that readers may see no more, or whose state has changed: Nginx serves a public file by a link, which a process of
 * jobs takes back within a second. Triggers write a row in the transaction of the cause, so no writer can forget it. A
 * row too many costs a look; `withdraw_media` is there for further causes.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table media_withdrawals (
        id bigint generated always as identity primary key,
        file_id bigint not null,
        created_at timestamptz(3) not null default now()
      );

      create function withdraw_media(files bigint[]) returns void language sql as $$
        insert into media_withdrawals (file_id)
        select distinct file from unnest(files) as file where file is not null
      $$;

      create function withdraw_media_of_hidden_post() returns trigger language plpgsql as $$
      begin
        perform withdraw_media(array(
          select file_id from media_uses where post_id = new.id and place = 'post'
        ));
        return null;
      end $$;

      create function withdraw_unused_media() returns trigger language plpgsql as $$
      begin
        perform withdraw_media(array(select file_id from gone where place = 'post'));
        return null;
      end $$;

      create function withdraw_media_of_user() returns trigger language plpgsql as $$
      begin
        perform withdraw_media(array(
          select file_id from media where id in (old.avatar_id, old.header_id)
        ));
        return null;
      end $$;

      create function withdraw_changed_media() returns trigger language plpgsql as $$
      begin
        perform withdraw_media(array[old.file_id]);
        return null;
      end $$;

      create function withdraw_changed_file() returns trigger language plpgsql as $$
      begin
        perform withdraw_media(array[old.id]);
        return null;
      end $$;

      create trigger withdraw_media_of_hidden_post after update of visible on posts for each row
        when (old.visible and not new.visible) execute function withdraw_media_of_hidden_post();
      create trigger withdraw_unused_media after delete on media_uses
        referencing old table as gone for each statement execute function withdraw_unused_media();
      create trigger withdraw_media_of_user
        after update of avatar_id, header_id, erased_at on users for each row
        when ((old.avatar_id is not null or old.header_id is not null)
          and (old.avatar_id, old.header_id, old.erased_at)
            is distinct from (new.avatar_id, new.header_id, new.erased_at))
        execute function withdraw_media_of_user();
      create trigger withdraw_changed_media after update on media for each row
        when (old.file_id is not null and old.* is distinct from new.*)
        execute function withdraw_changed_media();
      create trigger withdraw_deleted_media after delete on media for each row
        when (old.file_id is not null) execute function withdraw_changed_media();
      create trigger withdraw_changed_file after update on media_files for each row
        when (old.* is distinct from new.*) execute function withdraw_changed_file();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger withdraw_changed_file on media_files;
      drop trigger withdraw_deleted_media on media;
      drop trigger withdraw_changed_media on media;
      drop trigger withdraw_media_of_user on users;
      drop trigger withdraw_unused_media on media_uses;
      drop trigger withdraw_media_of_hidden_post on posts;
      drop function withdraw_changed_file();
      drop function withdraw_changed_media();
      drop function withdraw_media_of_user();
      drop function withdraw_unused_media();
      drop function withdraw_media_of_hidden_post();
      drop function withdraw_media(bigint[]);
      drop table media_withdrawals;
    `)
  }
}
