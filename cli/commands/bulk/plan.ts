import { randomUUID } from 'node:crypto'
import { bulkCommands } from '#cli/bulk/actions'
import { version, wrongIn, type Plan, type PlannedRow } from '#cli/bulk/plan'
import type { Transport } from '#cli/transports/transport'
import { pages } from '#cli/transports/pages'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { refuseTaken, writeNewFile } from '#cli/output/new_file'
import { oneLine, plainJson } from '#cli/output/plain'
import { cut, type Column } from '#cli/output/table'
import { subjects } from '#cli/resources/staff_resources'
import { minute, person } from '#cli/resources/texts'
import { singularOf } from '#cli/staff_commands'
import type { Terminal } from '#cli/terminal'
import { counted } from '#domain/counted'

const targetTypes = { posts: 'post', comments: 'comment', users: 'user', media: 'media' } as const
const PREVIEW_ROWS = 20

const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'About', text: (row) => summaryOf(row), elastic: true },
  {
    title: 'By',
    text: ({ author, owner, username }) => person(author ?? owner ?? { username }, 'erased'),
  },
  { title: 'Status', text: ({ status }) => status },
  { title: 'Reports', text: (row) => row.reports_count, align: 'right' },
  { title: 'Since', text: (row) => minute(row.created_at), isTime: true },
]

export default async function plan({ transport: open, options, output, terminal }: Invocation) {
  const subject = subjectOf(options)
  if (options.output) await refuseTaken(options.output)
  const transport = await open()
  const { body: me } = await transport.request('GET', '/users/me')
  const { rows, first } = await rowsOf(transport, subject, options[subject], terminal)
  if (rows.length === 0) throw new Failure('not_found', 'Nothing matches, so there is no plan')

  const made: Plan = {
    version,
    batch_id: randomUUID(),
    place: transport.place,
    made_at: new Date().toISOString(),
    actor: { id: me.id, username: me.username },
    action: options.action,
    reason: options.reason,
    until: options.until ?? null,
    target_type: targetTypes[subject],
    query: options[subject],
    rows,
  }
  const wrong = wrongIn(made)
  if (wrong) throw new Failure('usage', wrong)

  const text = `${plainJson(made, 2)}\n`
  if (options.output) await writeNewFile(options.output, (write) => write(text))
  await output.show(made, () => (options.output ? '' : text))
  if (output.format !== 'people') return
  terminal.err(output.table(first, columns))
  if (rows.length > first.length) output.note(`… and ${rows.length - first.length} more`)
  const many = counted(rows.length, singularOf[subject])
  output.note(
    `${made.action} would change ${many}: plaza bulk apply ${options.output ?? '<file of this plan>'}`
  )
}

function subjectOf(options: Invocation['options']): keyof typeof targetTypes {
  const names = Object.keys(targetTypes) as (keyof typeof targetTypes)[]
  const [subject, another] = names.filter((name) => options[name])
  if (!subject || another) {
    throw new Failure(
      'usage',
      'Say what to change: give one of --posts, --comments, --users and --media <query>'
    )
  }
  const command = bulkCommands.find(({ action }) => action === options.action)!
  if (command.subject !== subject) {
    throw new Failure('usage', `${command.action} applies to ${command.subject}, not to ${subject}`)
  }
  if (options.until && !command.takesUntil) {
    throw new Failure('usage', `${command.action} takes no --until`)
  }
  return subject
}

async function rowsOf(
  transport: Transport,
  subject: keyof typeof targetTypes,
  query: Plan['query'],
  terminal: Terminal
) {
  const { path } = subjects[subject]
  const { headers } = await transport.request('GET', path, {
    query: { ...query, limit: 1, count: 'exact' },
  })
  const bar = terminal.progress(Number(headers['x-total-count']), 'Reading')
  // A row written meanwhile may shift the pages, so that rows come twice.
  const found = new Map<number, PlannedRow>()
  const first: any[] = []
  try {
    for await (const { rows } of pages(transport, path, query, Infinity)) {
      for (const row of rows) {
        if (first.length < PREVIEW_ROWS && !found.has(row.id)) first.push(row)
        found.set(row.id, { id: row.id, updated_at: row.updated_at, summary: summaryOf(row) })
      }
      bar.update(found.size)
    }
  } finally {
    bar.stop()
  }
  return { rows: [...found.values()], first }
}

const summaryOf = (row: any) => cut(oneLine(summaryIn(row)), 60)

const summaryIn = ({ title, content, alt, name, username, content_type: type }: any) =>
  title ?? content ?? alt ?? name ?? (type === undefined ? `@${username}` : type)
