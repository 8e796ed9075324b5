/*
 * What PostgreSQL writes as JSON itself, in the shapes of the transformers: a row that becomes a text
 * there need not be parsed, made an object of and written again here. Two things are written here: times,
 * as to_char takes PostgreSQL a third of what it does for a row, and the texts of a post, which it
 * escapes character by character.
 */

/** Who wrote it, beside `users`. */
const writer = `
  cross join lateral (select users.id, users.username, users.display_name) as writer`

/** A post but for its texts, as `row_to_json(shown)`, beside `posts` and `users`. */
export const shownPost = `${writer}
  cross join lateral (
    select posts.published, posts.user_id,
      case when users.id is not null then row_to_json(writer) end as author,
      posts.votes_count, posts.upvotes, posts.downvotes, posts.comments_count, posts.locked
  ) as shown`

/** What a post is put together from, beside {@link shownPost}. */
export const partsOfPost = `
  posts.id, posts.title, posts.content, row_to_json(shown)::text as json, posts.published_at::text as published_at,
  posts.created_at::text as created_at, posts.updated_at::text as updated_at`

/** A comment, as `row_to_json(shown)`, beside `comments` and `users`. */
export const shownComment = `${writer}
  cross join lateral (
    select comments.id,
      case when comments.visible then comments.content end as content,
      comments.post_id,
      case when comments.visible then comments.user_id end as user_id,
      case when comments.visible and users.id is not null then row_to_json(writer) end as author,
      comments.parent_id, comments.depth, comments.replies_count,
      not comments.visible as deleted
  ) as shown`

/** What a comment is put together from, beside {@link shownComment}. */
export const partsOfComment = `
  row_to_json(shown)::text as json,
  comments.created_at::text as created_at, comments.updated_at::text as updated_at`

/** A comment in parts: its JSON without its times, and those as PostgreSQL writes them. */
export interface CommentParts {
  json: string
  created_at: string
  updated_at: string
}

export interface PostParts extends CommentParts {
  id: number
  title: string
  content: string
  published_at: string | null
}

/** @returns the JSON of a comment, whole */
export const commentJson = (comment: CommentParts) =>
  `${comment.json.slice(0, -1)},${datesJson(comment)}}`

/** @returns the JSON of a post, whole but for its last brace: more members may follow */
export function openPostJson(post: PostParts) {
  const { id, title, content, json, published_at: since } = post
  const texts = `"title":${JSON.stringify(title)},"content":${JSON.stringify(content)}`
  const published = since === null ? 'null' : `"${inJson(since)}"`
  return `{"id":${id},${texts},${json.slice(1, -1)},"published_at":${published},${datesJson(post)}`
}

const datesJson = ({ created_at: created, updated_at: updated }: CommentParts) =>
  `"created_at":"${inJson(created)}","updated_at":"${inJson(updated)}"`

/**
 * A time as JSON.stringify writes it.
 *
 * @param time as PostgreSQL writes it in UTC, to the millisecond: `2026-11-22 13:17:00.12+00`
 */
function inJson(time: string) {
  return `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`
}

/** A time as PostgreSQL writes it. */
export const timeIn = (text: string) => new Date(inJson(text))
