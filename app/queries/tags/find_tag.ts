import db from '@adonisjs/lucid/services/db'
import { run } from '#db/statement'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import type Tag from '#models/tag'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'
import { isListedTag, tag } from '#resources/tag'
import type { Actor } from '#domain/roles'

export const managesTags = (viewer: Actor | null) => viewer?.permissions.has('tags.manage') === true

interface FoundTag extends Row {
  successor: string | null
}

/** A tag, or the slug that it leads to. @throws NotFoundException */
export async function findTag(
  slug: string,
  viewer: Actor | null,
  asked: AskedMembers = {}
): Promise<JsonResponse | { successor: string }> {
  const form = tag.views.Tag.form(asked)
  const seen = managesTags(viewer) ? 'true' : isListedTag
  const text = `
    select successors.slug as successor, ${form.select} from tags
    left join tags as successors on successors.id = tags.leads_to
    where tags.slug = $1 and (tags.leads_to is not null or ${seen})`
  const [row] = await run<FoundTag>({ name: '', text, values: [slug] }, db.connection())
  if (!row) throw new NotFoundException('tag')
  return row.successor ? { successor: row.successor } : responseOf(form, row)
}

/** For a tag inside a transaction, which may roll it back. */
export const shownTag = ({ slug, name, description, postsCount, updatedAt }: Tag): JsonResponse =>
  jsonResponseOf({ slug, name, description, posts_count: postsCount }, updatedAt.toJSDate())
