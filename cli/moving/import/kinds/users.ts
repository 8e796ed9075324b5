import hash from '@adonisjs/core/services/hash'
import type { Batch, Item } from '#cli/moving/import/batch'
import { leaveKnown, newIds, remember } from '#cli/moving/import/ids'
import { insert } from '#cli/moving/import/insert'
import { wrap } from '#security/legacy/wrapped_password'
import { SIGN_UP_ROLE } from '#domain/permissions'
import { fold } from '#domain/search/fold'

const columns = [
  ...['id', 'username', 'email', 'password', 'has_password', 'display_name', 'folded_display_name'],
  ...[
    'bio',
    'role',
    'bot',
    'language',
    'accepted_terms',
    'accepted_terms_at',
    'email_confirmed_at',
  ],
  ...[
    'silenced_at',
    'silenced_until',
    'suspended_at',
    'suspended_until',
    'created_at',
    'updated_at',
  ],
]

/** An account with the same e-mail is that account, and stays as it is. */
export async function importUsers(batch: Batch, items: Item[]) {
  const unknown = await leaveKnown(batch, 'users', items)
  const fresh = await leaveOwners(batch, await leaveMapped(batch, unknown))
  const names = await freeNames(batch, fresh)
  const ids = await newIds(batch, 'users', fresh)
  const rows = await Promise.all(
    fresh.map(async (item) => {
      const values = { ...valuesOf(batch, item), ...(await passwordOf(batch, item)) }
      return { item, values: { ...values, id: ids.get(item), username: names.get(item) } }
    })
  )
  const made = await insert(batch, { table: 'users', columns }, rows)
  await remember(
    batch,
    'users',
    made.map(({ item, values }): [string, number] => [item.row.id, values.id])
  )
  for (const { item, values } of made) {
    batch.settle(item, 'created')
    if (values.username !== item.row.username) {
      batch.note(item, `its user name is taken: it has another one here, as account ${values.id}`)
    }
    if (values.role === SIGN_UP_ROLE && item.row.role !== SIGN_UP_ROLE) {
      batch.note(item, `the role ${item.row.role} is not given: see --role-map`)
    }
  }
}

function valuesOf({ terms }: Batch, { row }: Item) {
  const { display_name: name = null, bot } = row
  return {
    ...row,
    display_name: name,
    folded_display_name: name && fold(name),
    role: terms.roles.get(row.role) ?? SIGN_UP_ROLE,
    password: bot ? null : terms.password,
    has_password: false,
  }
}

/** A password of another system works here, too. */
async function passwordOf(batch: Batch, item: Item) {
  const { password_hash: given } = item.row
  if (!given) return {}
  const password = await wrap(given, (text) => hash.make(text))
  if (password !== null) return { password, has_password: true }
  batch.note(item, 'its password is not kept: its hash is of no known kind, or costs too much')
  return {}
}

/** Leaves out those that `--author-map` leads to accounts here. */
async function leaveMapped(batch: Batch, items: Item[]): Promise<Item[]> {
  const { authors } = batch.terms
  const found: [string, number][] = []
  const left = items.filter((item) => {
    const id = namesOf(item)
      .map((name) => authors.get(name.toLowerCase()))
      .find((one) => one !== undefined)
    if (id === undefined) return true
    found.push([item.row.id, id])
    batch.settle(item, 'already_there')
    batch.note(item, `it is the account ${id} here, by --author-map`)
    return false
  })
  await remember(batch, 'users', found)
  return left
}

/** Guests choose their names themselves, and so do users of a Plaza what is shown of them. */
function namesOf({ row }: Item): string[] {
  const { id, email, username, display_name: name } = row
  const [, kind, given] = /^(login|author|user|guest):(.*)$/s.exec(String(id)) ?? []
  const known = email ? [email as string] : []
  if (kind === 'guest') return known
  if (kind === undefined) return [...known, username]
  return [...known, given, username, ...(name ? [name as string] : [])]
}

async function leaveOwners(batch: Batch, items: Item[]): Promise<Item[]> {
  const emails = items.flatMap(({ row }) => row.email?.toLowerCase() ?? [])
  const owners = await batch.query<{ id: number; email: string }>(
    'select id, lower(email) as email from users where lower(email) = any(:emails)',
    { emails }
  )
  const ids = new Map(owners.map(({ id, email }) => [email, id]))
  const found: [string, number][] = []
  const left = items.filter((item) => {
    const id = ids.get(item.row.email?.toLowerCase())
    if (id === undefined) return true
    found.push([item.row.id, id])
    batch.settle(item, 'already_there')
    batch.note(item, `it is the account ${id} here, which has its e-mail`)
    return false
  })
  await remember(batch, 'users', found)
  return left
}

const MAX_USERNAME_LENGTH = 30

/** The names of accounts here, with a number where theirs is taken. */
async function freeNames(batch: Batch, items: Item[]): Promise<Map<Item, string>> {
  const names = new Map<Item, string>()
  let left = items
  for (let number = 1; left.length > 0; number++) {
    const wanted = new Map(left.map((item) => [item, numbered(item.row.username, number)]))
    const rows = await batch.query<{ name: string }>(
      `select lower(username) as name from users where lower(username) = any(:names)
       union select username from freed_usernames where username = any(:names)`,
      { names: [...wanted.values()].map((name) => name.toLowerCase()) }
    )
    const taken = new Set([
      ...rows.map(({ name }) => name),
      ...[...names.values()].map((name) => name.toLowerCase()),
    ])
    left = left.filter((item) => {
      const name = wanted.get(item)!
      if (taken.has(name.toLowerCase())) return true
      taken.add(name.toLowerCase())
      names.set(item, name)
      return false
    })
  }
  return names
}

function numbered(name: string, number: number): string {
  if (number === 1) return name
  const end = `_${number}`
  return `${name.slice(0, MAX_USERNAME_LENGTH - end.length)}${end}`
}
