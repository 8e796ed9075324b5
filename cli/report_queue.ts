import type { Transport } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import { addressOf, subjects } from '#cli/subjects/subjects'

/**
 * The oldest open report that is the actor's or nobody's and not on the actor, in full. It is looked
 * for anew each time: others work on the same queue.
 *
 * @param passed ids of those that are not to be shown again
 * @returns null when none is left
 */
export async function nextOpenReport(transport: Transport, actorId: number, passed: Set<number>) {
  for await (const { rows } of pages(
    transport,
    subjects.reports.path,
    { status: 'open' },
    Infinity
  )) {
    const next = rows.find(({ id, assignee, author }) => {
      if (passed.has(id) || author?.id === actorId) return false
      return !assignee || assignee.id === actorId
    })
    if (next) return (await transport.request('GET', addressOf('reports', String(next.id)))).body
  }
  return null
}
