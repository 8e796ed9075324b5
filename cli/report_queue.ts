import type { Transport } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import { addressOf, subjects } from '#cli/resources/staff_resources'

/**
 * The oldest open report that is unassigned or the actor's, and not about the actor. It searches again each time,
 * since others work on the same queue. @param passed ids to skip
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
