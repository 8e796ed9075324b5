import { run } from '#db/statement'
import { appendMember } from '#http/append_member'
import type { Overlay } from '#queries/overlays'
import { keptRevisions } from '#queries/posts/revisions'
import type { Form } from '#resources/definition/form'
import { countOf } from '#resources/definition/count'
import type { Actor } from '#domain/roles'
import { readsAnyRevision } from '#domain/visibility'

/** The number of revisions of each post, for viewers who see them. @param viewer sees all of these posts */
export const revisionsCounts = (viewer: Actor): Overlay => ({
  async add(postIds) {
    const counts = await countsOf(postIds, readsAnyRevision(viewer) ? null : viewer.id)
    return (json, id) => append(json, counts.get(id))
  },
})

/** Appends `revisions_count` to the JSON of posts, if the form has it. For staff, of all posts. */
export async function withRevisionsCount<Item extends { id: number; json: string }>(
  form: Form,
  items: Item[]
): Promise<Item[]> {
  if (!form.names.has('revisions_count') || items.length === 0) return items
  const counts = await countsOf(
    items.map(({ id }) => id),
    null
  )
  return items.map((item) => ({ ...item, json: append(item.json, counts.get(item.id)) }))
}

const append = (json: string, count: number | undefined) =>
  appendMember(json, 'revisions_count', count ?? 'null')

/** @param authorId counts only revisions of this user's posts; null: of all */
async function countsOf(postIds: number[], authorId: number | null): Promise<Map<number, number>> {
  const rows = await run<{ id: number; count: number }>({
    name: '',
    text: `
      select posts.id, (1 + ${countOf(keptRevisions)})::integer as count
      from posts where posts.id = any($1) and ($2::bigint is null or posts.user_id = $2)`,
    values: [postIds, authorId],
  })
  return new Map(rows.map(({ id, count }) => [id, count]))
}
