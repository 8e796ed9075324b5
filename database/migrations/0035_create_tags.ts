import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A post keeps its tags as slugs on its row, so that no list joins. Triggers keep `post_tags`, which the
 * filters read, and write each change of a count to `tag_changes`; the job `fold_tag_counts` adds these up.
 * So no popular tag makes writers wait for each other.
 *
 * A writer first inserts new tags in the order of their slugs, and then locks tags in the order of their ids.
 * Staff lock no key that a writer shares: a tag that is joined or renamed stays, and `leads_to` its successor.
 * A deleted tag has no slug until a job has taken `former_slug` off its posts.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table tags (
        id bigint generated always as identity primary key,
        slug text collate "C",
        former_slug text collate "C",
        name text not null,
        description text,
        leads_to bigint references tags,
        is_curated boolean not null default false,
        posts_count integer not null default 0,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint tags_slug_unique unique (slug),
        constraint tags_slug_check check (num_nonnulls(slug, former_slug) = 1),
        constraint tags_name_check check (char_length(name) between 1 and 100)
      );
      create index tags_popular_index on tags (posts_count desc, id desc)
        where slug is not null and leads_to is null;
      create index tags_leads_to_index on tags (leads_to) where leads_to is not null;

      create table post_tags (
        tag_id bigint not null references tags,
        post_id bigint not null,
        visible boolean not null,
        listed_at timestamptz(3) not null,
        primary key (tag_id, post_id)
      );
      create index post_tags_listed_index on post_tags (tag_id, listed_at desc, post_id desc)
        where visible;
      create index post_tags_post_index on post_tags (post_id);

      create table tag_changes (
        id bigint generated always as identity primary key,
        tag_id bigint not null,
        delta integer not null
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

      alter table posts
        add column tags text[] collate "C" not null default '{}',
        add constraint posts_tags_check check (cardinality(tags) <= 20) not valid;

      create function tag_slugs(asked jsonb) returns text[] language sql stable as $$
        select coalesce(array_agg(slug order by place), '{}') from (
          select coalesce(successor.slug, given.slug) as slug, min(place) as place
          from (
            select tag ->> 0 as slug, place
            from jsonb_array_elements(asked) with ordinality as listed (tag, place)
          ) as given
          left join tags on tags.slug = given.slug
          left join tags as successor on successor.id = tags.leads_to
          group by 1
        ) as resolved
      $$;

      create function tag_new_posts() returns trigger language plpgsql as $$
      begin
        if not exists (select from added where tags <> '{}') then
          return null;
        end if;
        insert into tags (slug, name)
        select distinct given.slug, given.slug
        from added cross join unnest(added.tags) as given (slug)
        where not exists (select from tags where tags.slug = given.slug)
        order by given.slug
        on conflict do nothing;

        insert into post_tags (tag_id, post_id, visible, listed_at)
        select tags.id, added.id, added.visible, added.listed_at
        from added cross join unnest(added.tags) as given (slug) join tags on tags.slug = given.slug
        order by tags.id, added.id;

        insert into tag_changes (tag_id, delta)
        select tags.id, count(*)
        from added cross join unnest(added.tags) as given (slug) join tags on tags.slug = given.slug
        where added.visible group by tags.id;
        return null;
      end $$;

      create function tag_post() returns trigger language plpgsql as $$
      declare
        wanted bigint[];
      begin
        if new.tags = old.tags then
          wanted := array(select tag_id from post_tags where post_id = new.id);
        else
          insert into tags (slug, name)
          select distinct given.slug, given.slug from unnest(new.tags) as given (slug)
          where not exists (select from tags where tags.slug = given.slug)
          order by given.slug
          on conflict do nothing;
          wanted := array(select id from tags where slug = any(new.tags));
        end if;

        insert into tag_changes (tag_id, delta)
        select coalesce(id, tag_id), case when tag_id is null then 1 else -1 end
        from (
          select given.id from unnest(wanted) as given (id) where new.visible
        ) as counts
        full join (
          select tag_id from post_tags where post_id = new.id and visible
        ) as counted on tag_id = id
        where id is null or tag_id is null;

        delete from post_tags where post_id = new.id and tag_id <> all(wanted);
        insert into post_tags (tag_id, post_id, visible, listed_at)
        select given.id, new.id, new.visible, new.listed_at from unnest(wanted) as given (id)
        order by given.id
        on conflict (tag_id, post_id)
        do update set visible = excluded.visible, listed_at = excluded.listed_at
          where (post_tags.visible, post_tags.listed_at) <> (excluded.visible, excluded.listed_at);
        return null;
      end $$;

      create function untag_posts() returns trigger language plpgsql as $$
      begin
        with untagged as (
          delete from post_tags using gone where post_tags.post_id = gone.id and gone.tags <> '{}'
          returning post_tags.tag_id, post_tags.visible
        )
        insert into tag_changes (tag_id, delta)
        select tag_id, -count(*) from untagged where visible group by tag_id;
        return null;
      end $$;

      create trigger tag_new_posts after insert on posts
        referencing new table as added for each statement execute function tag_new_posts();
      create trigger tag_post after update of tags, visible, listed_at on posts for each row
        when (
          (old.tags <> '{}' or new.tags <> '{}')
          and (old.tags, old.visible, old.listed_at) is distinct from (new.tags, new.visible, new.listed_at)
        )
        execute function tag_post();
      create trigger untag_posts after delete on posts
        referencing old table as gone for each statement execute function untag_posts();

      update roles set permissions = permissions || '{tags.manage}'
        where name in ('editor', 'admin') and is_built_in;

      alter table audit_entries
        drop constraint audit_entries_target_type_check,
        add constraint audit_entries_target_type_check
          check (target_type in ('user', 'post', 'comment', 'report', 'role', 'tag')) not valid;

      select jobs.create_queue('tags', '{"policy": "exclusive", "notify": true}');
    `)
  }

  async down() {
    this.schema.raw(`
      delete from jobs.job where name = 'tags';
      select jobs.delete_queue('tags');
      alter table audit_entries
        drop constraint audit_entries_target_type_check,
        add constraint audit_entries_target_type_check
          check (target_type in ('user', 'post', 'comment', 'report', 'role')) not valid;
      update roles set permissions = array_remove(permissions, 'tags.manage');

      drop trigger untag_posts on posts;
      drop trigger tag_post on posts;
      drop trigger tag_new_posts on posts;
      drop function untag_posts();
      drop function tag_post();
      drop function tag_new_posts();
      drop function tag_slugs(jsonb);
      alter table posts drop column tags;
      drop table tag_changes;
      drop table post_tags;
      drop table tags;
    `)
  }
}
