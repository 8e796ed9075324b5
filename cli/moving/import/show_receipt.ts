import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { plainJson } from '#cli/output/plain'
import { writeNewFile } from '#cli/output/new_file'
import { rowKinds, type RowKind } from '#cli/moving/archive/kinds'
import type { Counts, Message } from '#cli/moving/import/batch'
import { messagesOf } from '#cli/moving/import/messages'
import type { Receipt } from '#cli/moving/import/run_import'
import { counted } from '#domain/counted'

const SHOWN_MESSAGES = 20

type Row = Counts & { kind: RowKind }

/** Shows what became of each row, and ends the import. @throws Failure if a row was refused */
export async function showReceipt(
  { options, output }: Invocation,
  receipt: Receipt,
  damaged: string[] = []
) {
  const isDry = receipt.id === null
  const rows = rowKinds.flatMap((kind): Row[] => {
    const counts = receipt.counts[kind]
    return counts ? [{ kind, ...counts }] : []
  })
  const { first, total } = await readMessages(receipt, options.receipt)
  await receipt.finish()
  const data = { import_id: receipt.id, kinds: receipt.counts, messages: first.map(shown), damaged }
  await output.show(data, () => output.table(rows, columns), { dry_run: isDry, messages: total })
  for (const { place, isRefusal, message } of output.format === 'people' ? first : []) {
    output.note(`${place}: ${isRefusal ? 'refused: ' : ''}${message}`)
  }
  if (total > first.length && !options.receipt) {
    output.note(`… and ${total - first.length} more: --receipt <file> writes all of them`)
  }
  if (isDry) output.note('Nothing was done')
  refuseIncomplete(rows, damaged, isDry)
}

function refuseIncomplete(rows: Row[], damaged: string[], isDry: boolean) {
  const all = rows.reduce((sum, row) => sum + row.in, 0)
  const refused = rows.reduce((sum, row) => sum + row.refused, 0)
  if (refused > 0) {
    const verb = isDry ? 'would be' : refused === 1 ? 'was' : 'were'
    throw new Failure('partial', `${refused} of ${counted(all, 'row')} ${verb} refused`)
  }
  if (damaged.length === 0) return
  const names = damaged.join(', ')
  throw new Failure('unverified', `${names} of the archive: not as its manifest says`)
}

const shown = ({ kind, place, isRefusal, message }: Message) => ({
  ...{ kind, place, refused: isRefusal, message },
})

async function readMessages(receipt: Receipt, file: string | undefined) {
  const first: Message[] = []
  let total = 0
  const read = async (write: (text: string) => Promise<void>) => {
    for await (const messages of messagesOf(receipt)) {
      first.push(...messages.slice(0, Math.max(0, SHOWN_MESSAGES - first.length)))
      total += messages.length
      await write(messages.map((one) => `${plainJson(shown(one))}\n`).join(''))
    }
  }
  if (file) await writeNewFile(file, read)
  else await read(async () => {})
  return { first, total }
}

const columns: Column<Row>[] = [
  { title: 'Kind', text: ({ kind }) => kind },
  { title: 'In', text: (row) => row.in, align: 'right' },
  { title: 'Created', text: ({ created }) => created, align: 'right' },
  { title: 'Changed', text: ({ changed }) => changed, align: 'right' },
  { title: 'Already there', text: (row) => row.already_there, align: 'right' },
  { title: 'Refused', text: ({ refused }) => refused, align: 'right' },
]
