import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { read, run } from '#db/statement'
import { appendMember } from '#http/append_member'
import { entityTag } from '#http/entity_tag'
import type { Form, Row } from '#resources/definition/form'
import { responseOf, type TrackedResponse } from '#resources/definition/response'
import { post } from '#resources/post'
import { rankOfUser, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'
import { maySeePost, postExists } from '#domain/visibility'

/** What decides on who may do what with a post that they may see. */
interface FoundPost extends Written {
  id: number
  published: boolean
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
    .select('posts.id', 'posts.published', 'users.id as user_id')
    .select(db.raw(`${rankOfUser} as author_rank`))
    .leftJoin('authors as users', 'users.id', 'posts.user_id')
    .where('posts.id', id)
    .whereRaw(...maySeePost.where(viewer))
    .first()
  if (!row) throw new NotFoundException('post')
  return row
}

/** A post as everybody is shown it. */
const plain = post.views.PostDetail.form()
const ofNew = post.views.PostDetail.formOfNew

/**
 * A post that everybody may see. Any other is one that is not there: neither takes longer than the other.
 *
 * @param form with the members that are asked for
 * @throws NotFoundException
 */
export const openPost = (id: number, form: Form = plain): Promise<TrackedResponse> =>
  found(id, form, 'open post', maySeePost.forAnybody)

/**
 * The same of any post, a draft or a removed one too.
 *
 * @throws NotFoundException
 */
export const anyPost = (id: number, form: Form = plain): Promise<JsonResponse> =>
  found(id, form, 'post', 'true')

async function found(
  id: number,
  form: Form,
  name: string,
  condition: string
): Promise<TrackedResponse> {
  const text = `
    select ${form.select} from ${post.from}
    where posts.id = $1 and ${postExists.forAnybody} and ${condition}`
  // Of what is asked for in a thousand ways no connection keeps a plan.
  const [row] = form.isPlain
    ? await read<Row>({ name, text, values: [id] })
    : await run<Row>({ name: '', text, values: [id] })
  if (!row) throw new NotFoundException('post')
  return responseOf(form, row)
}

/** How a statement that writes a post selects it. */
export const selectNewPost = ofNew.select

/** A post that its author has just written. */
export function newPostResponse(row: Row): JsonResponse {
  const { body, etag } = responseOf(ofNew, row)
  const mine = appendMember(body, 'my_vote', 0)
  return { body: mine, etag: entityTag(mine, etag) }
}
