import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A post is visible when it is published and not removed; all public lists, counts and caches ask
 * for that one column. `hot` is stored, so that the pages of a cursor never shift by the clock
 * alone: the order of magnitude of the votes plus the age, 45 000 seconds outweighing a tenfold
 * of votes (Reddit's ranking, https://github.com/reddit-archive/reddit, r2/lib/db/_sorts.pyx).
 *
 * PostgreSQL's parser takes time by the square of what could become a file name or a tag: 50 000
 * characters of `a_` or `<!--` take it 15 s. So words end after 100 characters, and tags are none.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table posts (
        id bigint generated always as identity primary key,
        user_id bigint references users on delete set null,
        title text not null,
        content text not null,
        published boolean not null default true,
        locked boolean not null default false,
        removed_at timestamptz(3),
        published_at timestamptz(3),
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),
        upvotes integer not null default 0,
        downvotes integer not null default 0,
        comments_count integer not null default 0,

        visible boolean not null
          generated always as (published and removed_at is null) stored,
        listed_at timestamptz(3) not null
          generated always as (coalesce(published_at, created_at)) stored,
        votes_count integer not null
          generated always as (upvotes - downvotes) stored,
        hot double precision not null generated always as (
          round((
            sign(upvotes - downvotes) * log(greatest(abs(upvotes - downvotes), 1))
            + extract(epoch from coalesce(published_at, created_at) - timestamptz '2026-01-01 00:00:00+00') / 45000
          )::numeric, 7)::double precision
        ) stored,
        search tsvector not null generated always as (
          setweight(to_tsvector('english', title), 'A')
          || setweight(to_tsvector('english', regexp_replace(
            translate(content, '<', ' '), '(\\S{100})', '\\1 ', 'g'
          )), 'B')
        ) stored,

        constraint posts_title_check check (char_length(title) between 1 and 200),
        constraint posts_content_check check (char_length(content) between 1 and 50000),
        constraint posts_published_at_check check (not published or published_at is not null),
        constraint posts_counts_check
          check (upvotes >= 0 and downvotes >= 0 and comments_count >= 0)
      );
      create index posts_new_index on posts (listed_at desc, id desc) where visible;
      create index posts_top_index on posts (votes_count desc, id desc) where visible;
      create index posts_hot_index on posts (hot desc, id desc) where visible;
      create index posts_author_new_index on posts (user_id, listed_at desc, id desc);
      create index posts_author_top_index on posts (user_id, votes_count desc, id desc);
      create index posts_author_hot_index on posts (user_id, hot desc, id desc);
      create index posts_search_index on posts using gin (search);
    `)
  }

  async down() {
    this.schema.dropTable('posts')
  }
}
