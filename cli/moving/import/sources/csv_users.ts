import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { parse } from 'csv-parse'
import { digestOfFile } from '#cli/moving/import/sources/digest_of_file'
import { readTime } from '#cli/moving/import/sources/front_matter'
import { userRow } from '#cli/moving/import/sources/rows'
import type { Entry, Source } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'

const MAX_RECORD_CHARACTERS = 100_000

/** What other systems call a column. */
const columns: Record<string, string> = {
  'user_email': 'email',
  'mail': 'email',
  'e-mail': 'email',
  'user_login': 'username',
  'login': 'username',
  'user_name': 'username',
  'display_name': 'name',
  'user_registered': 'created_at',
  'joined': 'created_at',
  'locale': 'language',
  'user_pass': 'password_hash',
}

const known = new Set([
  ...['email', 'username', 'name', 'bio', 'role', 'language', 'created_at', 'password_hash'],
])

/** Users of a CSV file with a heading: `email`, and `username`, `name`, `bio`, `role`, `language`, `created_at`, `password_hash`. */
export async function openCsvUsers(path: string): Promise<Source> {
  const digest = await digestOfFile(path)
  const expected = await countUsers(path)
  return {
    format: 'csv-users',
    // Its rows have no ids: an e-mail is the same account in every file.
    id: 'csv-users',
    digest,
    keepsIds: false,
    expected,
    entries: () => entriesOf(path),
    close: async () => {},
  }
}

function recordsOf(path: string, onHeading: (names: string[]) => void = () => {}) {
  const columnsOf = (headings: string[]) => {
    const names = headings.map(nameOf)
    onHeading(names)
    return names
  }
  return createReadStream(path).pipe(
    parse({
      columns: columnsOf,
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: MAX_RECORD_CHARACTERS,
    })
  )
}

/** Reads all of it, so that a broken file writes nothing. @returns its number of users @throws Failure */
async function countUsers(path: string): Promise<number> {
  let names: string[] = []
  let count = 0
  const parser = recordsOf(path, (heading) => (names = heading))
  try {
    for await (const record of parser) if (record) count++
  } catch (error) {
    throw new Failure('unverified', `${path} is no CSV: ${(error as Error).message}`)
  }
  if (names.includes('email')) return count
  throw new Failure('unverified', `${path} lists no users: its first line names no column email`)
}

async function* entriesOf(path: string): AsyncGenerator<Entry> {
  const file = basename(path)
  const parser = recordsOf(path)
  let unknown: string[] | undefined
  for await (const { record, info } of parser) {
    const place = `${file}:${info.lines}`
    unknown ??= Object.keys(record).filter((name) => !known.has(name))
    yield entryOf(record, place)
  }
  if (unknown && unknown.length > 0) {
    const notes = [`columns that are not kept: ${unknown.slice(0, 20).join(', ')}`]
    yield { kind: 'users', place: file, isNote: true, notes }
  }
}

function nameOf(heading: string): string {
  const name = heading.toLowerCase()
  return columns[name] ?? name
}

function entryOf(record: Record<string, string | undefined>, place: string): Entry {
  const { email = '', username, name, bio, role, language, password_hash: password } = record
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) return { kind: 'users', place, wrong: 'it has no e-mail' }
  const at = readTime(record.created_at)
  if (at === undefined) return { kind: 'users', place, wrong: 'created_at is no time' }
  const row = userRow(email.toLowerCase(), {
    name: name || '',
    login: username || email,
    email,
    created_at: at?.toISOString(),
    ...(bio && { bio }),
    ...(role && { role }),
    ...(language && { language }),
    ...(password && { password_hash: password }),
  })
  return { kind: 'users', place, row }
}
