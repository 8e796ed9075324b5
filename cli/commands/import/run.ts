import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import type { Column } from '#cli/output/table'
import { plainJson } from '#cli/output/plain'
import { refuseTaken, writeNewFile } from '#cli/output/new_file'
import { kinds, type Kind } from '#cli/moving/archive/kinds'
import type { Counts, Message } from '#cli/moving/import/batch'
import type { Receipt } from '#cli/moving/import/run_import'
import { counted } from '#domain/counted'

const SHOWN_MESSAGES = 20

export default async function runImport(invocation: Invocation) {
  const { args, boot, holdInterrupts, options, terminal } = invocation
  const { dryRun: isDry = false, receipt: file, resume = false, roleMap = new Map() } = options
  if (isDry && resume) throw new Failure('usage', 'Give --dry-run or --resume, not both')
  if (file) await refuseTaken(file)
  await boot()
  const { refuseWhenReadOnly } = await import('#cli/writable')
  const { originOf } = await import('#cli/actor')
  const { openSource } = await import('#cli/moving/import/open_source')
  const { runImport: run } = await import('#cli/moving/import/run_import')
  if (!isDry) await refuseWhenReadOnly()
  await refuseUnknownRoles([...roleMap.values()])

  const origin = await originOf(terminal, options)
  const source = await openSource(options.from, args[0])
  const bar = terminal.progress(source.expected ?? 0, 'rows')
  const input = { source, roles: roleMap, isDry, resumes: resume, origin, signal: holdInterrupts() }
  const receipt = await run({ ...input, onProgress: (rows) => bar.update(rows) })
    .finally(() => bar.stop())
    .finally(() => source.close())
  await show(invocation, receipt, source.damaged)
}

async function refuseUnknownRoles(names: string[]) {
  const { default: db } = await import('@adonisjs/lucid/services/db')
  const rows: { name: string }[] = await db.from('roles').select('name').whereIn('name', names)
  const unknown = names.find((name) => !rows.some((row) => row.name === name))
  if (unknown) throw new Failure('usage', `--role-map: there is no role ${unknown}`)
}

type Row = Counts & { kind: Kind }

async function show({ options, output }: Invocation, receipt: Receipt, damaged: string[] = []) {
  const isDry = receipt.id === null
  const rows = kinds.flatMap((kind): Row[] => {
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
  const { messagesOf } = await import('#cli/moving/import/messages')
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
