import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { Document } from '#queries/document'
import { shownComment, shownPost } from '#queries/json'
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
  const { post, comments, updated_at: revision, ...state } = row
  const body = `${post.slice(0, -1)},"comments":[${comments ?? ''}]}`
  return { ...state, document: { body, etag: entityTag(body, revision) } }
}

/**
 * The document of a post that its author has just written.
 *
 * @param post as {@link shownPost} makes it
 */
export function newPostDocument({ post, updated_at: revision }: NewPost): Document {
  const body = `${post.slice(0, -1)},"comments":[],"my_vote":0}`
  return { body, etag: entityTag(body, revision) }
}

type NewPost = Pick<ShownPost, 'post' | 'updated_at'>

interface ShownPost extends PostState {
  post: string
  comments: string | null
  updated_at: Date
}

const shownPostStatement = {
  name: 'post',
  text: `
    select posts.user_id, posts.visible, posts.removed_at, posts.updated_at,
      row_to_json(shown)::text as post,
      (
        select string_agg(item, ',') from (
          select row_to_json(shown)::text as item
          from comments left join users on users.id = comments.user_id ${shownComment}
          where comments.post_id = posts.id order by comments.id limit ${commentsShown}
        ) as first
      ) as comments
    from posts left join users on users.id = posts.user_id ${shownPost}
    where posts.id = $1`,
}
