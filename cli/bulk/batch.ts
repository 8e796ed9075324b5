import { isBatchId, readPlan, refuseElsewhere, type Plan } from '#cli/bulk/plan'
import type { Transport } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import type { Terminal } from '#cli/terminal'

export async function* entriesOf(transport: Transport, batchId: string): AsyncGenerator<any> {
  for await (const { rows } of pages(transport, '/admin/audit', { batch_id: batchId }, Infinity)) {
    yield* rows
  }
}

export async function actsOf(transport: Transport, batchId: string): Promise<Set<string>> {
  const acts = new Set<string>()
  for await (const entry of entriesOf(transport, batchId)) acts.add(actOf(entry))
  return acts
}

export async function newestEntry(
  transport: Transport,
  batchId: string
): Promise<number | undefined> {
  const { body } = await transport.request<any[]>('GET', '/admin/audit', {
    query: { batch_id: batchId, limit: 1 },
  })
  return body[0]?.id
}

export const hasEntries = async (transport: Transport, batchId: string) =>
  (await newestEntry(transport, batchId)) !== undefined

/** A batch acts on each target once: this is the key of the audit log's unique index. */
export const actOf = ({ action, target_id: id }: { action: string; target_id: number }) =>
  `${action} ${id}`

/** Finds a batch by its id or by the file of its plan. */
export async function batchOf(
  reference: string,
  transport: Transport,
  terminal: Terminal
): Promise<{ id: string; plan?: Plan }> {
  if (isBatchId(reference)) return { id: reference.toLowerCase() }
  const plan = await readPlan(reference, terminal)
  refuseElsewhere(plan, transport)
  return { id: plan.batch_id.toLowerCase(), plan }
}
