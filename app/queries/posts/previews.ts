import db from '@adonisjs/lucid/services/db'
import { run } from '#db/statement'
import NotFoundException from '#exceptions/not_found_exception'
import { entityTag } from '#http/entity_tag'
import type { JsonResponse } from '#http/json_response'
import { withOpenedFiles } from '#queries/media/opened_files'
import {
  responseWithHtml,
  sourceFor,
  type RowWithSource,
} from '#queries/posts/html/response_with_html'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'
import { joinDraft } from '#resources/post_draft'
import { preview } from '#resources/preview'
import { holds } from '#resources/user'
import { digestOfPreview } from '#security/preview_token'

/** Newest first, without expired ones. */
export async function listPreviews(postId: number, asked: AskedMembers): Promise<object[]> {
  const form = preview.views.PostPreview.form(asked)
  const { rows } = await db.rawQuery(
    `select ${form.select} from ${preview.from}
     where post_previews.post_id = :postId and post_previews.expires_at > now()
     order by post_previews.id desc`,
    { postId }
  )
  return rows.map((row: Row) => form.read(row))
}

/** For the holder of a token, with addresses that open its files. Never cached. @throws NotFoundException */
export async function showPreview(token: string, asked: AskedMembers): Promise<JsonResponse> {
  const form = post.views.PostDetail.form(asked)
  const text = `
    select ${form.select} ${sourceFor(form)}, posts.id as post_id from ${previewed} ${post.joins}`
  const [row] = await run<PreviewedRow>({ name: '', text, values: [digestOfPreview(token)] })
  if (!row) throw new NotFoundException('preview')
  const shown = await responseWithHtml(form, row)
  const body = await withOpenedFiles(shown.body, row.post_id)
  return { ...shown, body, etag: entityTag(body, shown.etag) }
}

interface PreviewedRow extends RowWithSource {
  post_id: number
}

const rankOfAuthor = `(
  select of_author.rank from users as writers join roles as of_author on of_author.name = writers.role
  where writers.id = posts.user_id)`

/** A link shows no more than its maker may still see and edit. */
const isOfAnEditor = `
  exists (
    select from users as makers join roles on roles.name = makers.role
    where makers.id = post_previews.creator_id and not ${holds('suspended', 'makers')}
      and (makers.id = posts.user_id or 'posts.edit_any' = any(roles.permissions)
        and (posts.visible or 'posts.read_any' = any(roles.permissions))
        and roles.rank >= coalesce(${rankOfAuthor}, 0))
  )`

/** Posts and links of erased users are hidden while a job deletes them. */
const isShown = `
  posts.deleted_at is null and posts.trashed_at is null and posts.removed_at is null
  and (posts.visible or exists (select from authors where authors.id = posts.user_id))
  and exists (select from authors where authors.id = post_previews.creator_id)
  and ${isOfAnEditor}`

const isPresent = 'coalesce(post_previews.revision = posts.revision, true)'

/** The working copy laid over its post, or the revision; the present one is the post itself. */
const previewed = `(
  select shown.* from post_previews
  join posts on posts.id = post_previews.post_id
  ${joinDraft}
  left join (post_revisions join authors as keepers on keepers.id = post_revisions.editor_id)
    on post_revisions.post_id = posts.id and post_revisions.number = post_previews.revision
  cross join lateral jsonb_populate_record(posts, coalesce(case
    when post_previews.revision is null then post_drafts.members
    when not ${isPresent} then post_revisions.members
  end, '{}')) as shown
  where post_previews.digest = $1 and post_previews.expires_at > now() and ${isShown}
    and (${isPresent} or post_revisions.members is not null)
) as posts`
