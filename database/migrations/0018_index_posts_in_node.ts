import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What a post is found by is written by the application from here on, in the same way on a database of any locale
 * (docs/decisions/search.md). The columns keep what they have, so that no table is rewritten: a post stays found by
 * it until `index_posts` comes to it.
 *
 * `hot` is the logarithm of the votes, of both signs, and the age, 45 000 seconds outweighing a tenfold of votes
 * (Reddit's ranking, r2/lib/db/_sorts.pyx, with the bi-symmetric logarithm of Webber 2013,
 * doi:10.1088/0957-0233/24/2/027001): Reddit's own has the same logarithm, 0, for one vote as for none.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      alter table posts
        alter column search drop expression,
        alter column search set default '',
        add column search_version integer not null default 0,
        alter column hot drop expression,
        alter column hot set default 0;
      create index posts_search_version_index on posts (search_version);

      create function hot_rank(votes integer, listed_at timestamptz) returns double precision
      language sql immutable strict parallel safe as $$
        select round((
          sign(votes) * log(1 + abs(votes))
          + extract(epoch from listed_at - timestamptz '2026-01-01 00:00:00+00') / 45000
        )::numeric, 7)::double precision
      $$;

      create function rank_post() returns trigger language plpgsql as $$
      begin
        new.hot := hot_rank(new.upvotes - new.downvotes, coalesce(new.published_at, new.created_at));
        return new;
      end $$;

      create trigger rank_post
        before insert or update of upvotes, downvotes, published_at, created_at
        on posts for each row execute function rank_post();

      create function unindex_post() returns trigger language plpgsql as $$
      begin
        if (old.title, old.content) is distinct from (new.title, new.content)
          and new.search = old.search then
          new.search_version := 0;
        end if;
        return new;
      end $$;

      create trigger unindex_post before update of title, content
        on posts for each row execute function unindex_post();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger unindex_post on posts;
      drop trigger rank_post on posts;
      drop function unindex_post();
      drop function rank_post();
      drop function hot_rank(integer, timestamptz);

      alter table posts
        drop column search_version,
        drop column search,
        drop column hot;
      alter table posts
        add column hot double precision not null generated always as (
          round((
            sign(upvotes - downvotes) * log(greatest(abs(upvotes - downvotes), 1))
            + extract(epoch from coalesce(published_at, created_at) - timestamptz '2026-01-01 00:00:00+00') / 45000
          )::numeric, 7)::double precision
        ) stored,
        add column search tsvector not null generated always as (
          setweight(to_tsvector('english', title), 'A')
          || setweight(to_tsvector('english', regexp_replace(
            translate(content, '<', ' '), '(\\S{100})', '\\1 ', 'g'
          )), 'B')
        ) stored;
      create index posts_hot_index on posts (hot desc, id desc) where visible;
      create index posts_author_hot_index on posts (user_id, hot desc, id desc);
      create index posts_search_index on posts using gin (search);
    `)
  }
}
