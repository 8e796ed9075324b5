import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { bulkCommands, counted } from '#cli/bulk/actions'
import { version, wrongIn, type Plan } from '#cli/bulk/plan'
import type { Door } from '#cli/doors/door'
import { pages } from '#cli/doors/pages'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { oneLine, plainJson } from '#cli/output/plain'
import { cut, type Column } from '#cli/output/table'
import { subjects } from '#cli/subjects/subjects'
import { minute, person } from '#cli/subjects/texts'

const targetTypes = { posts: 'post', comments: 'comment', users: 'user' } as const
const shown = 20

const columns: Column[] = [
  { title: 'Id', text: ({ id }) => id, align: 'right' },
  { title: 'About', text: (row) => summaryOf(row), elastic: true },
  { title: 'By', text: ({ author, username }) => person(author ?? { username }, 'erased') },
  { title: 'Status', text: ({ status }) => status },
  { title: 'Reports', text: (row) => row.reports_count, align: 'right' },
  { title: 'Since', text: (row) => minute(row.created_at) },
]

export default async function plan({ door: open, options, output, terminal }: Invocation) {
  const subject = subjectOf(options)
  const door = await open()
  const { body: me } = await door.request('GET', '/users/me')
  const found = await rowsOf(door, subject, options[subject])
  if (found.length === 0) throw new Failure('not_found', 'Nothing matches, so there is no plan')

  const made: Plan = {
    version,
    batch_id: randomUUID(),
    place: door.place,
    made_at: new Date().toISOString(),
    actor: { id: me.id, username: me.username },
    action: options.action,
    reason: options.reason,
    until: options.until ?? null,
    target_type: targetTypes[subject],
    query: options[subject],
    rows: found.map((row) => ({
      id: row.id,
      updated_at: row.updated_at,
      summary: summaryOf(row),
    })),
  }
  const wrong = wrongIn(made)
  if (wrong) throw new Failure('usage', wrong)

  const text = `${plainJson(made, 2)}\n`
  if (options.output) await keep(options.output, text)
  await output.show(made, () => (options.output ? '' : text))
  if (output.format !== 'people') return
  terminal.err(output.table(found.slice(0, shown), columns))
  if (found.length > shown) output.note(`… and ${found.length - shown} more`)
  const many = counted(found.length, made.target_type)
  output.note(
    `${made.action} would touch ${many}: plaza bulk apply ${options.output ?? '<file of this plan>'}`
  )
}

function subjectOf(options: Invocation['options']): keyof typeof targetTypes {
  const names = Object.keys(targetTypes) as (keyof typeof targetTypes)[]
  const [subject, another] = names.filter((name) => options[name])
  if (!subject || another) {
    throw new Failure('usage', 'Say what to touch: either --posts, --comments or --users <query>')
  }
  const command = bulkCommands.find(({ action }) => action === options.action)!
  if (command.subject !== subject) {
    throw new Failure('usage', `${command.action} is done to ${command.subject}, not to ${subject}`)
  }
  if (options.until && !command.takesUntil) {
    throw new Failure('usage', `${command.action} takes no --until`)
  }
  return subject
}

async function rowsOf(door: Door, subject: keyof typeof targetTypes, query: Plan['query']) {
  const found: any[] = []
  for await (const { rows } of pages(door, subjects[subject].path, query, Infinity)) {
    found.push(...rows)
  }
  // A row that is written meanwhile may move the others, and come twice.
  return [...new Map(found.map((row) => [row.id, row])).values()]
}

const summaryOf = (row: any) => cut(oneLine(row.title ?? row.content ?? `@${row.username}`), 60)

async function keep(file: string, text: string) {
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why =
      code === 'EEXIST' ? 'is there already: name another file' : `can't be written (${code})`
    throw new Failure('usage', `${file} ${why}`)
  }
}
