import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import {
  commentJson,
  isListed,
  lineOfComment,
  openPostJson,
  partsOfPost,
  revisionIn,
  type PostParts,
} from '#queries/json'
import { read } from '#db/statement'
import { entityTag } from '#http/entity_tag'
import type { Prepared } from '#db/pipeline'
import type { Written } from '#domain/acting'
import type { Actor } from '#domain/roles'
import { maySeePost, postExists } from '#domain/visibility'

/** How many comments a post shows of itself; the others have a list of their own. */
const commentsShown = 20

/** What decides on who may do what with a post that they may see. */
interface FoundPost extends Written {
  id: number
}

/**
 * A post that the viewer may see, a draft or a removed one too, with who wrote it. Its text is not read: it
 * would take longer to hide a long draft than what is not there.
 *
 * @param viewer null for anybody
 * @throws NotFoundException
 */
export async function findVisiblePost(
  id: number,
  viewer: Actor | null,
  client: QueryClientContract = db.connection()
): Promise<FoundPost> {
  const row = await client
    .from('posts')
    .select('posts.id', 'users.id as user_id', 'users.role as author_role')
    .leftJoin('authors as users', 'users.id', 'posts.user_id')
    .where('posts.id', id)
    .whereRaw(...maySeePost.where(viewer))
    .first()
  if (!row) throw new NotFoundException('post')
  return row
}

/** A post with its comments as finished bytes. */
export interface PostResponse extends JsonResponse {
  /** Whom it names. */
  authors: number[]
}

/**
 * A post that everybody may see, with its first comments, oldest first. Any other is one that is not there:
 * neither takes longer than the other.
 *
 * @throws NotFoundException
 */
export const openPost = (id: number): Promise<PostResponse> => jsonResponseOf(id, openPostStatement)

/**
 * The same of any post, a draft or a removed one too.
 *
 * @throws NotFoundException
 */
export const anyPost = (id: number): Promise<JsonResponse> => jsonResponseOf(id, anyPostStatement)

async function jsonResponseOf(
  id: number,
  statement: Omit<Prepared, 'values'>
): Promise<PostResponse> {
  const [row] = await read<ShownPost>({ ...statement, values: [id] })
  if (!row) throw new NotFoundException('post')
  const comments = row.comments === null ? [] : row.comments.split('\n').map(commentJson)
  const body = `${openPostJson(row)},"comments":[${comments.join(',')}]}`
  return { body, etag: entityTag(body, revisionIn(row.line)), authors: row.authors }
}

/**
 * The document of a post that its author has just written.
 *
 * @param post in its parts
 */
export function newPostResponse(post: PostParts): JsonResponse {
  const body = `${openPostJson(post)},"comments":[],"my_vote":0}`
  return { body, etag: entityTag(body, revisionIn(post.line)) }
}

/** A post in its parts, with its comments as lines. */
interface ShownPost extends PostParts {
  comments: string | null
  authors: number[]
}

const anyPostStatement = {
  name: 'post',
  text: `
    select ${partsOfPost}, first.*
    from posts left join authors as users on users.id = posts.user_id
    cross join lateral (
      select string_agg(line, E'\\n' order by id) as comments,
        to_json(array_remove(array_agg(distinct author) || users.id, null)) as authors
      from (
        select comments.id, ${lineOfComment} as line, users.id as author
        from comments left join authors as users on users.id = comments.user_id
        where comments.post_id = posts.id and ${isListed}
        order by comments.id limit ${commentsShown}
      ) as comment
    ) as first
    where posts.id = $1 and ${postExists.forAnybody}`,
}

const openPostStatement = {
  name: 'open post',
  text: `${anyPostStatement.text} and ${maySeePost.forAnybody}`,
}
