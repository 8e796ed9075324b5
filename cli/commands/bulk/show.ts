import { actOf, actsOf, batchOf, entriesOf } from '#cli/bulk/batch'
import { reversalOf } from '#domain/reversal'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { columns } from '#cli/resources/audit'
import { section } from '#cli/resources/texts'
import { undoIdOf } from '#domain/undo_batch'

const entryColumns: Column[] = [
  ...columns.slice(0, -1),
  { title: 'Undone', text: (entry) => (entry.undone ? 'yes' : 'no') },
]

const leftColumns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'About', text: ({ summary }) => summary, elastic: true },
]

export default async function showBatch({ args, transport: open, output, terminal }: Invocation) {
  const transport = await open()
  const { id, plan } = await batchOf(args[0], transport, terminal)
  const done = await Array.fromAsync(entriesOf(transport, id))
  if (done.length === 0 && !plan)
    throw new Failure('not_found', `Batch ${id} does not exist, or did nothing`)

  const { body: actions } = await transport.request('GET', '/admin/actions')
  const undone = await actsOf(transport, undoIdOf(id))
  const entries = done.map((entry) => {
    const reversal = reversalOf(entry, actions)
    return { ...entry, undone: reversal !== null && undone.has(actOf(reversal)) }
  })
  const acts = new Set(done.map(actOf))
  const left = plan?.rows.filter((row) => !acts.has(actOf({ ...plan, target_id: row.id })))

  await output.show({ batch_id: id, entries, undone: undone.size, left: left ?? null }, () =>
    [
      output.pairs([
        ['Batch', id],
        ['Action', plan?.action ?? done[0].action],
        ['Reason', plan?.reason ?? done[0].reason],
        ['Planned', plan?.rows.length],
        ['Done', done.length],
        ['Undone', undone.size],
        ['Left', left?.length],
      ]),
      section('Done', done.length > 0 ? output.table(entries, entryColumns) : ''),
      section('Left', left?.length ? output.table(left, leftColumns) : ''),
    ].join('')
  )
}
