import { nameOf } from '#cli/bulk/actions'
import { actOf, batchOf, entriesOf, undoIdOf } from '#cli/bulk/batch'
import { reversalOf } from '#cli/bulk/reversal'
import { runBatch } from '#cli/bulk/run'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#support/counted'

export default async function undo(invocation: Invocation) {
  const { args, confirm, door: open, options, output, terminal } = invocation
  const { reason } = options
  const door = await open()
  const { id: batchId } = await batchOf(args[0], door, terminal)
  const entries = await entriesOf(door, batchId)
  if (entries.length === 0) throw new Failure('not_found', `No batch ${batchId} did anything`)

  const { body: actions } = await door.request('GET', '/admin/actions')
  const reversals = entries.map((entry) => {
    const reversal = reversalOf(entry, actions)
    if (reversal) return { ...reversal, on: `${entry.target_type} ${entry.target_id}` }
    throw new Failure('conflict', `${entry.action} can't be taken back, so nothing was done`)
  })

  const id = undoIdOf(batchId)
  const done = new Set((await entriesOf(door, id)).map(actOf))
  const left = reversals.filter((reversal) => !done.has(actOf(reversal)))
  if (!options.dryRun && left.length > 0) {
    const many = counted(left.length, 'act')
    await confirm(`Take back ${many} of batch ${batchId}?`, nameOf(entries.length))
  }

  const acts = left.map(({ on, ...act }) => ({ on, summary: '', body: { ...act, reason } }))
  await runBatch(invocation, door, { id, acts, skipped: entries.length - left.length })
  if (!options.dryRun) output.note(`Batch ${batchId} is taken back`)
}
