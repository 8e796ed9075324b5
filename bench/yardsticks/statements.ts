import { shapes } from './shapes.js'

const postColumns = shapes.post.columns
const commentColumns = shapes.comment.columns

const orders = { new: 'listed_at', top: 'votes_count', hot: 'hot' }

export type Sort = keyof typeof orders

export const page = (sort: Sort) => `
  select ${postColumns} from posts left join users on users.id = user_id
  where visible and not unlisted order by ${orders[sort]} desc, posts.id desc limit 10`

export const search = `
  select ${postColumns} from posts left join users on users.id = user_id
  where visible and not unlisted and search @@ websearch_to_tsquery('simple', $1)
  order by ts_rank(search, websearch_to_tsquery('simple', $1))::double precision desc, posts.id desc
  limit 10`

export const pageWithMyVotes = `
  select ${postColumns}, coalesce(votes.value, 0) as my_vote
  from posts left join users on users.id = posts.user_id
  left join votes on votes.post_id = posts.id and votes.user_id = $1
  where visible and not unlisted order by listed_at desc, posts.id desc limit 10`

export const post = `
  select ${postColumns} from posts left join users on users.id = user_id
  where posts.id = $1 and visible`

export const comments = `
  select ${commentColumns} from comments left join users on users.id = comments.user_id
  where post_id = $1 order by comments.id limit 20`

const translations = `
  select others.id, others.language, others.slug from posts as others
  where others.translation_group = posts.translation_group and others.id <> posts.id
    and others.deleted_at is null and others.visible
  order by others.id`

export const postWithComments = `
  select ${postColumns}, posts.data,
    (select coalesce(json_agg(shown), '[]') from (${translations}) as shown) as translations,
    (select coalesce(json_agg(shown), '[]') from (${comments}) as shown) as comments
  from posts left join users on users.id = user_id
  where posts.id = $1 and visible`

export const asList = (statement: string) =>
  `select coalesce(json_agg(item), '[]')::text as body from (${statement}) as item`

export const asObject = (statement: string) =>
  `select row_to_json(item)::text as body from (${statement}) as item`

const openPost = `
  with open as (select id from posts where id = $1 and visible and not locked for no key update)`

export const castVote = `${openPost}
  insert into votes (post_id, user_id, value) select id, $2, $3 from open
  on conflict (post_id, user_id)
  do update set value = excluded.value, updated_at = now() where votes.value <> excluded.value`

/** A later statement than the vote: only it sees what the triggers counted. */
export const countsOf = `
  select id as post_id, $2::integer as vote_dir, votes_count, upvotes, downvotes
  from posts where id = $1`

export const createComment = `${openPost},
  written as (
    insert into comments (post_id, user_id, content) select id, $2, $3 from open returning *
  )
  select ${commentColumns} from written as comments join users on users.id = user_id`

export const createPost = `
  with written as (
    insert into posts (user_id, title, content, tags, published_at, slug, excerpt, search)
    values ($1, $2, $3, $4, now(), trim('-' from regexp_replace(lower($2), '[^a-z0-9]+', '-', 'g')),
      case when length($3) <= 300 then $3 else regexp_replace(left($3, 300), '\\s+\\S*$', '') || '…' end,
      setweight(to_tsvector('english', $2), 'A')
      || setweight(to_tsvector('english', $3), 'B')) returning *
  )
  select ${postColumns}, posts.data, '[]'::json as translations, '[]'::json as comments, 0 as my_vote
  from written as posts join users on users.id = user_id`
