import type { Door } from '#cli/doors/door'
import { pages } from '#cli/doors/pages'
import { addressOf, subjects } from '#cli/subjects/subjects'

/**
 * The oldest open report that is the actor's or nobody's and not on the actor, in full. It is looked
 * for anew each time: others work on the same queue.
 *
 * @param passed ids of those that are not to be shown again
 * @returns null when none is left
 */
export async function nextOpenReport(door: Door, actorId: number, passed: Set<number>) {
  for await (const { rows } of pages(door, subjects.reports.path, { status: 'open' }, Infinity)) {
    const next = rows.find(({ id, assignee, author }) => {
      if (passed.has(id) || author?.id === actorId) return false
      return !assignee || assignee.id === actorId
    })
    if (next) return (await door.request('GET', addressOf('reports', String(next.id)))).body
  }
  return null
}
