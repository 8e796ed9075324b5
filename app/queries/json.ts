/*
 * What PostgreSQL writes as JSON itself, in the shapes of the transformers: a row that becomes a text
 * there need not be parsed, made an object of and written again here.
 */

/** A time as JSON.stringify writes it. */
const time = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Who wrote it, beside `users`. */
const writer = `
  cross join lateral (select users.id, users.username, users.display_name) as writer`

/** A post, as `row_to_json(shown)`, beside `posts` and `users`. */
export const shownPost = `${writer}
  cross join lateral (
    select posts.id, posts.title, posts.content, posts.published,
      ${time('posts.published_at')} as published_at,
      ${time('posts.created_at')} as created_at,
      ${time('posts.updated_at')} as updated_at,
      posts.user_id,
      case when users.id is not null then row_to_json(writer) end as author,
      posts.votes_count, posts.upvotes, posts.downvotes, posts.comments_count, posts.locked
  ) as shown`

/** A comment, as `row_to_json(shown)`, beside `comments` and `users`. */
export const shownComment = `${writer}
  cross join lateral (
    select comments.id,
      case when comments.visible then comments.content end as content,
      comments.post_id,
      case when comments.visible then comments.user_id end as user_id,
      case when comments.visible and users.id is not null then row_to_json(writer) end as author,
      comments.parent_id, comments.depth, comments.replies_count,
      not comments.visible as deleted,
      ${time('comments.created_at')} as created_at,
      ${time('comments.updated_at')} as updated_at
  ) as shown`
