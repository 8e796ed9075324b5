import { nameOf } from '#cli/bulk/actions'
import { actOf, actsOf, batchOf, entriesOf, newestEntry } from '#cli/bulk/batch'
import { reversalOf } from '#cli/bulk/reversal'
import { runBatch } from '#cli/bulk/run'
import type { Door } from '#cli/doors/door'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#support/counted'
import { undoIdOf } from '#support/undo_batch'

export default async function undo(invocation: Invocation) {
  const { args, door: open, options, output, terminal } = invocation
  const door = await open()
  const { id } = await batchOf(args[0], door, terminal)
  if (options.dryRun) return undoBatch(invocation, door, id)

  const giveBack = await door.takeBatch(id)
  try {
    await undoBatch(invocation, door, id)
  } finally {
    await giveBack()
  }
  output.note(`Batch ${id} is taken back`)
}

async function undoBatch(invocation: Invocation, door: Door, batchId: string) {
  const { confirm, options } = invocation
  const reversals = await reversalsOf(door, batchId)
  const [first] = reversals
  if (!first) throw new Failure('not_found', `No batch ${batchId} did anything`)

  const id = undoIdOf(batchId)
  const done = await actsOf(door, id)
  const acts = reversals.filter((reversal) => !done.has(actOf(reversal)))
  if (!options.dryRun && acts.length > 0) {
    const many = counted(acts.length, 'act')
    await confirm(`Take back ${many} of batch ${batchId}?`, nameOf(reversals.length))
  }
  const skipped = reversals.length - acts.length
  const { reason } = options
  await runBatch(invocation, door, { id, undoes: batchId, reason, type: first.type, acts, skipped })
  if (options.dryRun) return

  // From the first act on the server refuses what the batch would still do; until then it may have.
  const newest = await newestEntry(door, batchId)
  if (newest === first.entryId) return
  const now = await actsOf(door, batchId)
  if (now.size > reversals.length) {
    const more = counted(now.size - reversals.length, 'act')
    throw new Failure(
      'partial',
      `${more} of it came meanwhile: the same command again takes them back`
    )
  }
}

/** What takes each act of a batch back, that of the newest first. */
async function reversalsOf(door: Door, batchId: string) {
  const { body: actions } = await door.request('GET', '/admin/actions')
  const reversals = []
  for await (const entry of entriesOf(door, batchId)) {
    const reversal = reversalOf(entry, actions)
    if (!reversal) {
      throw new Failure('conflict', `${entry.action} can't be taken back, so nothing was done`)
    }
    const { id: entryId, target_type: type } = entry
    reversals.push({ ...reversal, entryId, type: String(type), summary: '' })
  }
  return reversals
}
