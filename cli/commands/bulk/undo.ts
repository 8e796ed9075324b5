import { confirmationFor } from '#cli/bulk/actions'
import { actOf, actsOf, batchOf, entriesOf, newestEntry } from '#cli/bulk/batch'
import { reversalOf } from '#domain/reversal'
import { runBatch } from '#cli/bulk/run'
import type { Transport } from '#cli/transports/transport'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#domain/counted'
import { undoIdOf } from '#domain/undo_batch'

export default async function undo(invocation: Invocation) {
  const { args, transport: open, options, output, terminal } = invocation
  const transport = await open()
  const { id } = await batchOf(args[0], transport, terminal)
  if (options.dryRun) return undoBatch(invocation, transport, id)

  const release = await transport.lockBatch(id)
  try {
    await undoBatch(invocation, transport, id)
  } finally {
    await release()
  }
  output.note(`Batch ${id} is undone`)
}

async function undoBatch(invocation: Invocation, transport: Transport, batchId: string) {
  const { confirm, options } = invocation
  const reversals = await reversalsOf(transport, batchId)
  const [first] = reversals
  if (!first) throw new Failure('not_found', `Batch ${batchId} does not exist, or did nothing`)

  const id = undoIdOf(batchId)
  const done = await actsOf(transport, id)
  const acts = reversals.filter((reversal) => !done.has(actOf(reversal)))
  if (!options.dryRun && acts.length > 0) {
    const many = counted(acts.length, 'act')
    await confirm(`Undo ${many} of batch ${batchId}?`, confirmationFor(reversals.length))
  }
  const skipped = reversals.length - acts.length
  const { reason } = options
  await runBatch(invocation, transport, {
    id,
    undoes: batchId,
    reason,
    type: first.type,
    acts,
    skipped,
  })
  if (options.dryRun) return

  // The server stops the batch at the first act of its undo. Before that, the batch may have continued.
  const newest = await newestEntry(transport, batchId)
  if (newest === first.entryId) return
  const now = await actsOf(transport, batchId)
  if (now.size > reversals.length) {
    const more = counted(now.size - reversals.length, 'act')
    throw new Failure('partial', `${more} came meanwhile: run the same command again to undo them`)
  }
}

async function reversalsOf(transport: Transport, batchId: string) {
  const { body: actions } = await transport.request('GET', '/admin/actions')
  const reversals = []
  for await (const entry of entriesOf(transport, batchId)) {
    const reversal = reversalOf(entry, actions)
    if (!reversal) {
      throw new Failure('conflict', `${entry.action} can't be undone, so nothing was done`)
    }
    const { id: entryId, target_type: type } = entry
    reversals.push({ ...reversal, entryId, type: String(type), summary: '' })
  }
  return reversals
}
