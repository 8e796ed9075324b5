import { BaseSchema } from '@adonisjs/lucid/schema'
import env from '#start/env'

/** SQL: whether a row of posts claims its slug. */
const claims = (row: string) =>
  `((${row}.published_at is not null or ${row}.publish_at is not null) and ${row}.deleted_at is null)`

/**
 * A published or scheduled post claims its slug in its type, by the index of the next migration. `claim_slug`
 * gives a made slug the id where another post has it, or is just taking it, whichever way the post is written.
 * It waits for no lock, so no two writers wait for each other. A slug that ends with the id needs no check.
 *
 * `old_slugs` keeps slugs that posts had in public. Without a post, it was purged.
 *
 * Posts of before are in the language of the site, and get slug and excerpt from `index_posts`. Checks are not
 * validated, since that would read a large table under a lock.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table posts
        add column type text not null default 'post',
        add column slug text,
        add column slug_given boolean not null default false,
        add column content_format text not null default 'plain',
        add column excerpt text,
        add column excerpt_given boolean not null default false,
        add column language text not null default '${env.get('SITE_LANGUAGE')}',
        add column translation_group bigint,
        add column canonical_url text,
        add column seo jsonb,
        add column comments_open boolean not null default true,
        add column pinned text,
        add constraint posts_slug_check
          check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(slug) <= 200) not valid,
        add constraint posts_content_format_check
          check (content_format in ('plain', 'markdown')) not valid,
        add constraint posts_excerpt_check check (char_length(excerpt) <= 300) not valid,
        add constraint posts_pinned_check check (pinned in ('author', 'site')) not valid;

      create table old_slugs (
        type text not null,
        slug text not null,
        post_id bigint references posts on delete set null,

        primary key (type, slug)
      );
      create index old_slugs_post_index on old_slugs (post_id) where post_id is not null;

      create table post_html (
        post_id bigint primary key references posts on delete cascade,
        digest text not null,
        html text not null
      );

      create function claim_slug() returns trigger language plpgsql as $$
      declare
        is_free boolean := pg_try_advisory_xact_lock(
          hashtext('posts.slug'), hashtext(new.type || '/' || new.slug));
      begin
        while not new.slug_given and (not is_free or exists (
          select from posts as other
          where other.slug = new.slug and other.type = new.type and other.id <> new.id
            and ${claims('other')}
        )) loop
          new.slug := new.slug || '-' || new.id;
          is_free := true;
        end loop;
        return new;
      end $$;

      create trigger claim_slug before insert on posts for each row
        when (new.slug is not null and ${claims('new')} and not new.slug like '%-' || new.id)
        execute function claim_slug();
      create trigger claim_changed_slug before update of type, slug, published_at, publish_at, deleted_at
        on posts for each row
        when (new.slug is not null and ${claims('new')} and (
          not ${claims('old')} or (old.type, old.slug) is distinct from (new.type, new.slug)
        ))
        execute function claim_slug();

      create function keep_old_slug() returns trigger language plpgsql as $$
      begin
        if old.published_at is null or old.slug is null then
          return null;
        end if;
        if (old.type, old.slug) is distinct from (new.type, new.slug) then
          insert into old_slugs (type, slug, post_id) values (old.type, old.slug, old.id)
            on conflict (type, slug) do update set post_id = excluded.post_id;
        end if;
        if new.deleted_at is not null and old.deleted_at is null then
          update old_slugs set post_id = null where post_id = new.id;
          insert into old_slugs (type, slug, post_id) values (new.type, new.slug, null)
            on conflict (type, slug) do update set post_id = null;
        end if;
        return null;
      end $$;

      create trigger keep_old_slug after update of type, slug, deleted_at on posts for each row
        when ((old.type, old.slug, old.deleted_at) is distinct from (new.type, new.slug, new.deleted_at))
        execute function keep_old_slug();

      update roles set permissions = permissions || '{posts.pin}'
        where is_built_in and name in ('editor', 'admin');
    `)
    this.schema.raw(unindexes('title, content, language'))
  }

  async down() {
    this.schema.raw(`
      drop trigger unindex_post on posts;
      drop trigger keep_old_slug on posts;
      drop trigger claim_changed_slug on posts;
      drop trigger claim_slug on posts;
      drop function keep_old_slug();
      drop function claim_slug();
      drop table post_html;
      drop table old_slugs;
      alter table posts
        drop column type,
        drop column slug,
        drop column slug_given,
        drop column content_format,
        drop column excerpt,
        drop column excerpt_given,
        drop column language,
        drop column translation_group,
        drop column canonical_url,
        drop column seo,
        drop column comments_open,
        drop column pinned;
      update roles set permissions = array_remove(permissions, 'posts.pin');
    `)
    this.schema.raw(unindexes('title, content'))
  }
}

/** A post whose search index does not follow its columns is indexed anew in the background. */
const unindexes = (columns: string) => `
  create or replace function unindex_post() returns trigger language plpgsql as $$
  begin
    if (${columns.replace(/\w+/g, 'old.$&')}) is distinct from (${columns.replace(/\w+/g, 'new.$&')})
      and new.search = old.search then
      new.search_version := 0;
    end if;
    return new;
  end $$;

  drop trigger if exists unindex_post on posts;
  create trigger unindex_post before update of ${columns}
    on posts for each row execute function unindex_post();`
