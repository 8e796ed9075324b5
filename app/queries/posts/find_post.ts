import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { Document } from '#queries/document'
import {
  commentJson,
  partsOfComment,
  partsOfPost,
  openPostJson,
  shownComment,
  shownPost,
  timeIn,
  type PostParts,
} from '#queries/json'
import { postColumns } from '#queries/posts/list_posts'
import { run } from '#queries/statement'
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
  const [row] = await run<ShownPost>({ ...shownPostStatement, values: [id] })
  if (!row) throw new NotFoundException('post')
  const comments = commentsIn(row).map((comment, index) => (index === 0 ? '' : ',') + comment)
  const body = [openPostJson(row), ',"comments":[', ...comments, ']}'].join('')
  const document = { body, etag: entityTag(body, timeIn(row.updated_at)) }
  return { user_id: row.user_id, visible: row.visible, removed_at: row.removed_at, document }
}

/**
 * The document of a post that its author has just written.
 *
 * @param post in its parts
 */
export function newPostDocument(post: PostParts): Document {
  const body = `${openPostJson(post)},"comments":[],"my_vote":0}`
  return { body, etag: entityTag(body, timeIn(post.updated_at)) }
}

/** A post in its parts, and its comments in theirs: each part of all of them is one text. */
interface ShownPost extends PostState, PostParts {
  comments: string | null
  comments_created_at: string | null
  comments_updated_at: string | null
}

/** @returns the JSON of each comment */
function commentsIn(post: ShownPost): string[] {
  if (post.comments === null) return []
  const created = post.comments_created_at!.split(',')
  const updated = post.comments_updated_at!.split(',')
  // Within JSON there is no line feed.
  const jsons = post.comments.split('\n')
  return jsons.map((json, index) =>
    commentJson({ json, created_at: created[index], updated_at: updated[index] })
  )
}

const shownPostStatement = {
  name: 'post',
  text: `
    select posts.user_id, posts.visible, posts.removed_at, ${partsOfPost}, first.*
    from posts left join users on users.id = posts.user_id ${shownPost}
    cross join lateral (
      select string_agg(json, E'\\n') as comments,
        string_agg(created_at, ',') as comments_created_at,
        string_agg(updated_at, ',') as comments_updated_at
      from (
        select ${partsOfComment}
        from comments left join users on users.id = comments.user_id ${shownComment}
        where comments.post_id = posts.id order by comments.id limit ${commentsShown}
      ) as comment
    ) as first
    where posts.id = $1`,
}
