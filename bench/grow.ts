import type { Plaza } from './plaza.js'

/** Of the seed; half of all posts get it. */
export const TAG = 'gardening'
/** A tenth of all posts are in it. */
export const LANGUAGE = 'nl'
/** A type of the seed. Every fortieth post is one. */
export const TYPE = 'event'
/** Of `data.place`; a sixth of these have it. */
export const PLACE = 'Library'
/** Of each of some posts. */
export const REVISIONS = 100

const MAX_POSTS_WITH_REVISIONS = 2000
const VOTES_PER_POST = 10
export const COMMENTS_OF_BUSIEST = 100_000

/** SQL of post number n. The shares don't follow from each other. */
const grown = {
  language: `case when n / 2 % 10 = 0 then '${LANGUAGE}' else 'en' end`,
  tags: `case when n % 2 = 0 then '{${TAG}}'::text[] else '{}' end`,
  type: `case when n / 20 % 40 = 0 then '${TYPE}' else 'post' end`,
  data: `case when n / 20 % 40 = 0 then jsonb_build_object('date', '2026-12-24', 'place',
    case when n % 6 = 0 then '${PLACE}' else 'Town hall' end) end`,
}

/** Gives the seeded posts the shares of languages and tags that the grown ones have. */
export async function shape(plaza: Plaza) {
  await plaza.query(
    `alter table posts disable trigger keep_revision;
     update posts set language = '${LANGUAGE}' where id / 2 % 10 = 0;
     alter table posts enable trigger keep_revision;
     update posts set tags = '{${TAG}}' where id % 2 = 0 and tags <> '{${TAG}}'`
  )
  await plaza.query(countTag)
  await plaza.query('vacuum analyze posts, post_tags, tags')
}

const countTag = `
  delete from tag_changes;
  update tags set posts_count =
    (select count(*) from post_tags where tag_id = tags.id and visible)`

/** Grows once. In SQL: the API would take hours for as many rows. @param posts how many there are then */
export async function grow(plaza: Plaza, posts: number) {
  const [{ seeded, isGrown }] = await plaza.query(
    `select count(*)::int as seeded, bool_or(title = 'Grown 1') as "isGrown" from posts`
  )
  if (isGrown) return
  const ofSeed = `title not like 'Grown %'`
  const steps = [
    `alter table posts disable trigger user; alter table votes disable trigger user;
     alter table comments disable trigger user`,
    `insert into posts (user_id, title, content, language, tags, type, data, search, published_at, created_at, upvotes, downvotes, hot)
     select 1 + n % 1000, 'Grown ' || n, repeat('Lorem ipsum dolor sit amet. ', 10),
       ${grown.language}, ${grown.tags}, ${grown.type}, ${grown.data},
       to_tsvector('simple', 'Grown ' || n || ' Lorem ipsum dolor sit amet'),
       timestamptz '2020-01-01' + n * interval '2 minutes',
       timestamptz '2020-01-01' + n * interval '2 minutes', n % 40, n % 7,
       hot_rank(n % 40 - n % 7, timestamptz '2020-01-01' + n * interval '2 minutes')
     from generate_series(1, ${posts - seeded}) as n`,
    `insert into post_tags (tag_id, post_id, visible, listed_at)
     select tags.id, posts.id, posts.visible, posts.listed_at
     from posts join tags on tags.slug = '${TAG}' where not ${ofSeed} and tags = '{${TAG}}'`,
    countTag,
    `insert into post_values (post_id, name, value, type, visible, listed_at)
     select posts.id, given.name, given.value, type, visible, listed_at
     from posts cross join lateral values_of(data, '{place,date}') as given
     where not ${ofSeed} and data is not null`,
    `insert into post_revisions (post_id, number, editor_id, created_at, members)
     select posts.id, number, user_id, now() - (${REVISIONS} - number) * interval '1 day',
       content_of(posts)
     from (select * from posts where ${ofSeed} order by id limit ${MAX_POSTS_WITH_REVISIONS}) as posts,
       generate_series(1, ${REVISIONS}) as number
     on conflict do nothing`,
    `update posts set revision = ${REVISIONS} + 1
     where id in (select post_id from post_revisions where number = ${REVISIONS})`,
    `insert into votes (post_id, user_id, value)
     select posts.id, 1 + (posts.id + voter * 97) % 1000, 1
     from posts, generate_series(1, ${VOTES_PER_POST}) as voter on conflict do nothing`,
    `insert into comments (post_id, user_id, content)
     select (select max(id) from posts), 1 + n % 1000, 'Comment ' || n
     from generate_series(1, ${COMMENTS_OF_BUSIEST}) as n`,
    `alter table posts enable trigger user; alter table votes enable trigger user;
     alter table comments enable trigger user`,
    'vacuum analyze posts, post_tags, post_values, post_revisions, tags, votes, comments',
  ]
  for (const step of steps) await plaza.query(step)
}
