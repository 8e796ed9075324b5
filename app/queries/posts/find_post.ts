import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { read, run } from '#db/statement'
import { appendMember } from '#http/append_member'
import { showTranslations, type Translation } from '#queries/posts/translations'
import { withHtml } from '#queries/posts/html/html_of_posts'
import { entityTag } from '#http/entity_tag'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import { responseOf, type TrackedResponse } from '#resources/definition/response'
import { post } from '#resources/post'
import { endOf, endsIn } from '#queries/posts/ends_in'
import { rankOfUser, type Written } from '#domain/acting'
import type { Actor } from '#domain/roles'
import { statusOfPost, type ScheduleOfPost } from '#domain/post_status'
import type { Rule } from '#domain/rule'
import { maySeePost, postExists, type PostState } from '#domain/visibility'

interface FoundPost extends Written, ScheduleOfPost {
  id: number
  published: boolean
  updated_at: Date
}

/** Omits the text: reading a draft would take longer than a missing post. @throws NotFoundException */
export const findVisiblePost = (
  id: number,
  viewer: Actor | null,
  client?: QueryClientContract
): Promise<FoundPost> => findPostUnder(maySeePost, id, viewer, client)

/** @throws NotFoundException unless the rule holds for the viewer */
export async function findPostUnder(
  rule: Rule<PostState>,
  id: number,
  viewer: Actor | null,
  client: QueryClientContract = db.connection()
): Promise<FoundPost> {
  const row = await client
    .from('posts')
    .select('posts.id', 'posts.published', 'users.id as user_id', 'posts.updated_at')
    .select('posts.publish_at', 'posts.unpublish_at', 'posts.time_zone')
    .select(db.raw(`${rankOfUser} as author_rank, ${statusOfPost} as status`))
    .leftJoin('authors as users', 'users.id', 'posts.user_id')
    .where('posts.id', id)
    .whereRaw(...rule.where(viewer))
    .first()
  if (!row) throw new NotFoundException('post')
  return row
}

const plain = post.views.PostDetail.form()
const ofNew = post.views.PostDetail.formOfNew

export interface FoundResponse extends TrackedResponse {
  /** The post's group of translations. */
  group: number | null
}

interface FoundRow extends Row {
  translation_group: number | null
}

/** A public post; timing reveals no other. @throws NotFoundException */
export const openPost = (id: number, form: Form = plain): Promise<FoundResponse> =>
  found(id, form, 'open post', maySeePost.forVisitors)

/** Any post, drafts and removed ones too. @throws NotFoundException */
export const anyPost = (id: number, form: Form = plain): Promise<FoundResponse> =>
  found(id, form, 'post', 'true')

async function found(
  id: number,
  form: Form,
  name: string,
  condition: string
): Promise<FoundResponse> {
  const text = `
    select posts.translation_group, ${form.select}, ${endsIn} from ${post.from}
    where posts.id = $1 and ${postExists.forVisitors} and ${condition}`
  // Prepares only the usual form, since other forms would fill the plan cache.
  const start = Date.now()
  const [row] = form.isPlain
    ? await read<FoundRow>({ name, text, values: [id] })
    : await run<FoundRow>({ name: '', text, values: [id] })
  if (!row) throw new NotFoundException('post')
  const response = {
    ...responseOf(form, row),
    ...endOf([row], start),
    group: row.translation_group,
  }
  const [{ json }] = await withHtml(form, [{ id, json: response.body }])
  return json === response.body
    ? response
    : { ...response, body: json, etag: entityTag(json, response.etag) }
}

export const selectNewPost = ofNew.select

export function newPostResponse(row: Row, translations: Translation[] = []): JsonResponse {
  const { body, etag } = responseOf(ofNew, row)
  const mine = appendMember(showTranslations(body, translations), 'my_vote', 0)
  return { body: mine, etag: entityTag(mine, etag) }
}
