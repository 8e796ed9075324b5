import { createHash } from 'node:crypto'
import { isBatchId, readPlan, refuseElsewhere, type Plan } from '#cli/bulk/plan'
import type { Door } from '#cli/doors/door'
import { pages } from '#cli/doors/pages'
import type { Terminal } from '#cli/terminal'

/** What a batch did, newest first. */
export async function entriesOf(door: Door, batchId: string): Promise<any[]> {
  const entries = []
  for await (const { rows } of pages(door, '/admin/audit', { batch_id: batchId }, Infinity)) {
    entries.push(...rows)
  }
  return entries
}

/** One act of a batch, which it does once: the key of an index of the audit log. */
export const actOf = ({ action, target_id: id }: { action: string; target_id: number }) =>
  `${action} ${id}`

/** The batch that somebody means, by its id or by its plan. */
export async function batchOf(
  reference: string,
  door: Door,
  terminal: Terminal
): Promise<{ id: string; plan?: Plan }> {
  if (isBatchId(reference)) return { id: reference.toLowerCase() }
  const plan = await readPlan(reference, terminal)
  refuseElsewhere(plan, door)
  return { id: plan.batch_id.toLowerCase(), plan }
}

/** The name space of `undoIdOf`. */
const namespace = 'b1ed5bd2-9d0c-4c33-8a3e-5c0a8f1d7f42'

/**
 * The id of the batch that takes another one back: always the same, so that nothing is taken back
 * twice (RFC 9562, UUID version 5).
 */
export function undoIdOf(batchId: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(batchId.toLowerCase())
    .digest()
  digest[6] = (digest[6] & 0x0f) | 0x50
  digest[8] = (digest[8] & 0x3f) | 0x80
  const hex = digest.toString('hex', 0, 16)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
