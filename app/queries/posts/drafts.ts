import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { Present } from '#exceptions/precondition_failed_exception'
import type { JsonResponse } from '#http/json_response'
import { responseWithHtml, sourceFor } from '#queries/posts/html/response_with_html'
import { givenIn } from '#queries/posts/revisions'
import type { AskedMembers } from '#resources/definition/view'
import { presentCover } from '#resources/media_parts'
import type { PostChanges } from '#resources/post'
import { draft, joinDraft } from '#resources/post_draft'
import { content } from '#resources/revision'

export interface Draft {
  members: Record<string, unknown>
  /** Null without a copy: the members are those of the post. */
  begunFrom: number | null
  editorId: number | null
  /** Whether its last revision is so old that the next save leaves one. */
  isDue: boolean
  present: Present
}

/** A copy leaves a revision this often. */
const KEEP_EVERY = '10 minutes'

/** The working copy of a post, or its present content. */
export async function findDraft(postId: number, client: QueryClientContract): Promise<Draft> {
  const { rows } = await client.rawQuery(
    `select coalesce(post_drafts.members, content_of(posts)) as members, begun_from, editor_id,
       kept_at <= now() - interval '${KEEP_EVERY}' as is_due,
       coalesce(post_drafts.updated_at, posts.updated_at) as saved_at,
       case when authors.id is not null then json_build_object(
         'id', authors.id, 'username', authors.username, 'display_name', authors.display_name
       ) end as editor
     from posts ${joinDraft}
     left join authors on authors.id = coalesce(editor_id, posts.edited_by, posts.user_id)
     where posts.id = :postId`,
    { postId }
  )
  const [row] = rows
  return {
    members: row.members,
    begunFrom: row.begun_from,
    editorId: row.editor_id,
    isDue: row.is_due ?? false,
    present: { editor: row.editor, savedAt: row.saved_at },
  }
}

const isMade = (name: string) => name === 'slug' || name === 'excerpt'

const columns = Object.keys(content).flatMap((name) =>
  isMade(name) ? [name, `${name}_given`] : [name]
)

/** Joined and renamed tags give their successors. */
const presentTags = (tags: string) => `tag_slugs((
  select jsonb_agg(jsonb_build_array(slug) order by place)
  from unnest(${tags}) with ordinality as named (slug, place)))`

const present: Record<string, (column: string) => string> = {
  tags: presentTags,
  cover_id: presentCover,
}

/** SQL for `set`: lays a copy, as a row of posts, over its post where a condition holds. */
export const laidOver = (condition: string, copy: string) =>
  columns
    .map((name) => {
      const given = `${copy}.${name}`
      const value = present[name]?.(given) ?? given
      return `${name} = case when ${condition} then ${value} else posts.${name} end`
    })
    .join(', ')

/** Without a generated slug and excerpt, as they follow from the rest. */
export const givenOf = ({ members }: Draft): PostChanges => givenIn({ number: 0, members })

const overlaid = `(
  select shown.* from posts ${joinDraft}
  cross join lateral jsonb_populate_record(posts, coalesce(post_drafts.members, '{}')) as shown
  where posts.id = :postId
) as posts`

/** Without a copy, the post itself. Never cached. @throws NotFoundException */
export async function showDraft(
  postId: number,
  asked: AskedMembers = {},
  client: QueryClientContract = db.connection()
): Promise<JsonResponse> {
  const form = draft.views.PostDraft.form(asked)
  const { rows } = await client.rawQuery(
    `select ${form.select} ${sourceFor(form)} from ${overlaid} ${draft.joins}`,
    { postId }
  )
  if (rows.length === 0) throw new NotFoundException('post')
  return responseWithHtml(form, rows[0])
}
