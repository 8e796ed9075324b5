/*
 * What goes out as JSON in the shapes of the transformers, without ever being an object. PostgreSQL tells
 * all that is short of a row in one line, which costs it a third less than JSON, and Node less to read than
 * columns; the texts of a post stand beside it, as Node escapes them faster.
 */

/** Values as one line, parted by tabs; what is null is empty. A text must be JSON, which has no tabs. */
const line = (values: string[]) => `concat(${values.join(`, E'\\t', `)})`

/** A post in its parts, beside `posts` and the `authors` as `users`. */
export const partsOfPost = `
  posts.id, posts.title, posts.content,
  ${line([
    'users.id',
    'users.username',
    'to_json(users.display_name)',
    'posts.published',
    'posts.votes_count',
    'posts.upvotes',
    'posts.downvotes',
    'posts.comments_count',
    'posts.locked',
    'posts.published_at',
    'posts.created_at',
    'posts.updated_at',
  ])} as line`

/** A comment as a line, beside `comments` and the `authors` as `users`. */
export const lineOfComment = line([
  'comments.id',
  'case when comments.visible then to_json(comments.content) end',
  'comments.post_id',
  'case when comments.visible then users.id end',
  'users.username',
  'to_json(users.display_name)',
  'comments.parent_id',
  'comments.depth',
  'comments.replies_count',
  'comments.visible',
  'comments.created_at',
  'comments.updated_at',
])

/** Whether a comment is listed: a branch of nothing but tombstones is not, and has no replies that count. */
export const isListed = '(comments.visible or comments.replies_count > 0)'

export interface PostParts {
  id: number
  title: string
  content: string
  line: string
}

/** @returns the JSON of a post, whole but for its last brace: more members may follow */
export function openPostJson(post: PostParts) {
  const [
    userId,
    username,
    displayName,
    published,
    votesCount,
    upvotes,
    downvotes,
    commentsCount,
    locked,
    publishedAt,
    createdAt,
    updatedAt,
  ] = post.line.split('\t')
  return (
    `{"id":${post.id},"title":${JSON.stringify(post.title)},"content":${JSON.stringify(post.content)},` +
    `"published":${published === 't'},"user_id":${userId || null},` +
    `"author":${authorJson(userId, username, displayName)},"votes_count":${votesCount},` +
    `"upvotes":${upvotes},"downvotes":${downvotes},"comments_count":${commentsCount},` +
    `"locked":${locked === 't'},"published_at":${publishedAt ? timeJson(publishedAt) : null},` +
    `"created_at":${timeJson(createdAt)},"updated_at":${timeJson(updatedAt)}`
  )
}

/** @returns the JSON of a comment, whole */
export function commentJson(comment: string) {
  const [
    id,
    content,
    postId,
    userId,
    username,
    displayName,
    parentId,
    depth,
    repliesCount,
    visible,
    createdAt,
    updatedAt,
  ] = comment.split('\t')
  return (
    `{"id":${id},"content":${content || null},"post_id":${postId},"user_id":${userId || null},` +
    `"author":${authorJson(userId, username, displayName)},"parent_id":${parentId || null},` +
    `"depth":${depth},"replies_count":${repliesCount},"deleted":${visible !== 't'},` +
    `"created_at":${timeJson(createdAt)},"updated_at":${timeJson(updatedAt)}}`
  )
}

/** When a post or a comment was last edited, which ends its line. */
export const revisionIn = (row: string) => new Date(isoTime(row.slice(row.lastIndexOf('\t') + 1)))

/** @param username has nothing that JSON would escape */
const authorJson = (id: string, username: string, displayName: string) =>
  id ? `{"id":${id},"username":"${username}","display_name":${displayName || null}}` : null

const timeJson = (time: string) => `"${isoTime(time)}"`

/**
 * A time as JSON.stringify writes it.
 *
 * @param time as PostgreSQL writes it in UTC, to the millisecond: `2026-11-22 13:17:00.12+00`
 */
const isoTime = (time: string) =>
  `${time.slice(0, 10)}T${time.slice(11, 19)}.${time.slice(20, -3).padEnd(3, '0')}Z`
