import type { Plan, PlannedRow } from '#cli/bulk/plan'
import type { Transport } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import { Failure } from '#cli/failure'
import { subjects } from '#cli/resources/staff_resources'
import { subjectOf } from '#cli/staff_commands'

/** The rows that changed since the plan: pages of its query, then single rows that it no longer finds. */
export async function changedRows(transport: Transport, plan: Plan, rows: PlannedRow[]) {
  const now = await foundByQuery(transport, plan, rows).catch(absent)
  const changed = []
  for (const row of rows) {
    const updatedAt = now?.get(row.id) ?? (await updatedAtOf(transport, plan, row.id))
    if (updatedAt !== row.updated_at) changed.push(row)
  }
  return changed
}

async function foundByQuery(transport: Transport, plan: Plan, rows: PlannedRow[]) {
  const found = new Map<number, string>()
  const last = rows.reduce((least, { id }) => Math.min(least, id), Infinity)
  const query = { ...plan.query, sort: 'new' }
  for await (const page of pages(transport, pathOf(plan), query, Infinity)) {
    for (const { id, updated_at: updatedAt } of page.rows) found.set(id, updatedAt)
    if (page.rows.at(-1)?.id <= last) break
  }
  return found
}

async function updatedAtOf(transport: Transport, plan: Plan, id: number): Promise<string | null> {
  const answer = await transport.request('GET', `${pathOf(plan)}/${id}`).catch(absent)
  return answer?.body.updated_at ?? null
}

const pathOf = ({ target_type: type }: Plan) => subjects[subjectOf[type]].path

/** The query may name a deleted post or user. */
function absent(error: unknown): null {
  if (error instanceof Failure && error.outcome === 'not_found') return null
  throw error
}
