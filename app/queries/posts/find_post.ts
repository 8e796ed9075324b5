import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { Document } from '#queries/document'
import {
  commentJson,
  lineOfComment,
  openPostJson,
  partsOfPost,
  revisionIn,
  type PostParts,
} from '#queries/json'
import { postColumns } from '#queries/posts/list_posts'
import { read } from '#queries/statement'
import { entityTag } from '#support/etag'
import type { PostState } from '#support/visibility'
import type { PostRow } from '#transformers/post_transformer'

/** How many comments a post shows of itself; the others have a list of their own. */
const commentsShown = 20

/**
 * A post as it is, draft or removed ones too.
 *
 * @throws NotFoundException
 */
export async function findPost(
  id: number,
  client: QueryClientContract = db.connection()
): Promise<PostRow> {
  const row = await client
    .from('posts')
    .select(postColumns)
    .leftJoin('users', 'users.id', 'posts.user_id')
    .where('posts.id', id)
    .first()
  if (!row) throw new NotFoundException('post')
  return row
}

/** A post with its document, and what decides on who may see it. */
export interface PostAsShown extends PostState {
  document: Document
}

/**
 * A post with its first comments, oldest first: a draft or a removed one too.
 *
 * @throws NotFoundException
 */
export async function postAsShown(id: number): Promise<PostAsShown> {
  const [row] = await read<ShownPost>({ ...shownPostStatement, values: [id] })
  if (!row) throw new NotFoundException('post')
  const comments = row.comments === null ? [] : row.comments.split('\n').map(commentJson)
  const body = `${openPostJson(row)},"comments":[${comments.join(',')}]}`
  const document = { body, etag: entityTag(body, revisionIn(row.line)) }
  return { user_id: row.user_id, visible: row.visible, removed_at: row.removed_at, document }
}

/**
 * The document of a post that its author has just written.
 *
 * @param post in its parts
 */
export function newPostDocument(post: PostParts): Document {
  const body = `${openPostJson(post)},"comments":[],"my_vote":0}`
  return { body, etag: entityTag(body, revisionIn(post.line)) }
}

/** A post in its parts, with its comments as lines. */
interface ShownPost extends PostState, PostParts {
  comments: string | null
}

const shownPostStatement = {
  name: 'post',
  text: `
    select posts.user_id, posts.visible, posts.removed_at, ${partsOfPost}, first.*
    from posts left join users on users.id = posts.user_id
    cross join lateral (
      select string_agg(line, E'\\n') as comments
      from (
        select ${lineOfComment} as line
        from comments left join users on users.id = comments.user_id
        where comments.post_id = posts.id order by comments.id limit ${commentsShown}
      ) as comment
    ) as first
    where posts.id = $1`,
}
