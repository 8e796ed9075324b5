import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { Chance } from '#database/seeding/chance'
import { defineEvents } from '#database/seeding/events'
import { refuseImpossible, type Counts } from '#database/seeding/counts'
import { History } from '#database/seeding/history'
import { names, type Name } from '#database/seeding/people'
import { insertRevisions } from '#database/seeding/revisions'
import { Rows, type Row } from '#database/seeding/rows'
import { topics } from '#database/seeding/vocabulary'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { askedTags } from '#domain/tag'
import DatabaseSeeded from '#events/database_seeded'

export interface SeedProgress {
  table: keyof Counts
  done: number
  total: number
}

export interface SeedPlazaInput extends Counts {
  /** The password of all new accounts. */
  password: string
  /** The same seed and counts in an empty database give the same rows, except the ids. */
  seed?: string
  /** The end of the history; by default the last midnight (UTC). */
  now?: Date
  onProgress?: (progress: SeedProgress) => void
  /** Aborts between two statements and rolls back. */
  signal?: AbortSignal
}

const batch = 10_000

/**
 * Adds users with a year of posts, comments and votes in one transaction.
 * It locks no existing rows, so a server can go on writing.
 * 1 000 000 votes, 100 000 comments, 10 000 posts and 1 000 users take 24 to 29 s on two cores.
 * @returns the number of new rows by table
 * @throws ValidationException for impossible counts; the reason of the signal
 */
export default class SeedPlaza {
  async handle(input: SeedPlazaInput): Promise<Counts> {
    const { users, posts, comments, votes, seed = 'plaza', now = lastMidnight() } = input
    const counts = { users, posts, comments, votes }
    refuseImpossible(counts)

    const history = new History(seed, counts, now.getTime())
    const password = await hash.make(input.password)
    await nameTags()
    const hasEvents = await defineEvents()
    await db.transaction(async (client) => {
      // A slow machine takes seconds to make a statement's texts, while the transaction is idle.
      await client.rawQuery(
        'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0'
      )
      await oneAtATime(client)

      const ids = {
        users: await newIds('users', users, client),
        posts: await newIds('posts', posts, client),
        comments: await newIds('comments', comments, client),
      }
      const rows = new Rows(seed, history, ids, hasEvents)
      const people = await freeNames(new Chance(`${seed}/names`), users, client)

      const insert = inserter(input, client)
      await insert('users', rows.users(people, password))
      await insert('posts', rows.posts())
      for (const some of chunks(ids.posts, batch)) await insertRevisions(some, client)
      await insert('votes', rows.votes())
      await insert('comments', rows.comments())
      await client.rawQuery(
        'analyze users, posts, post_tags, post_values, post_revisions, comments, votes'
      )
    })
    while ((await foldTagCounts()) > 0);
    await DatabaseSeeded.dispatch()
    return counts
  }
}

const lastMidnight = () => new Date(new Date().setUTCHours(0, 0, 0, 0))

/** Before the transaction: writers would wait for a new tag until it ends. */
function nameTags() {
  const tags = askedTags(topics.flatMap(({ name, things }) => [name, ...things]))
  return db.rawQuery(
    `insert into tags (slug, name) select slug, name
     from json_to_recordset(?) as tag (slug text, name text) order by slug on conflict do nothing`,
    [JSON.stringify(tags)]
  )
}

/** Two runs at the same time would choose the same names. */
function oneAtATime(client: TransactionClientContract) {
  return client.rawQuery(`select pg_advisory_xact_lock(hashtext('plaza seed'))`)
}

/** Takes the ids before the inserts, so that replies can name their parents. Lowest first. */
async function newIds(
  table: string,
  count: number,
  client: TransactionClientContract
): Promise<number[]> {
  const { rows } = await client.rawQuery(
    `select nextval(pg_get_serial_sequence(?, 'id')) as id from generate_series(1, ?::integer)`,
    [table, count]
  )
  return rows.map(({ id }: { id: number }) => id)
}

async function freeNames(chance: Chance, count: number, client: TransactionClientContract) {
  const source = names(chance)
  const free: Name[] = []
  while (free.length < count) {
    const asked = Array.from({ length: count - free.length }, () => source.next().value)
    const { rows } = await client.rawQuery(
      `select lower(username) as name from users where lower(username) = any(:usernames)
       union all select lower(email) from users where lower(email) = any(:emails)`,
      { usernames: asked.map(({ username }) => username), emails: asked.map(({ email }) => email) }
    )
    const taken = new Set(rows.map(({ name }: { name: string }) => name))
    free.push(...asked.filter(({ username, email }) => !taken.has(username) && !taken.has(email)))
  }
  return free
}

function inserter(
  { onProgress, signal, ...counts }: SeedPlazaInput,
  client: TransactionClientContract
) {
  return async (table: keyof Counts, rows: Generator<Row>) => {
    let done = 0
    for (const chunk of chunks(rows, batch)) {
      const columns = Object.keys(chunk[0]).join(', ')
      const updatedAt = table === 'posts' ? 'coalesce(edited_at, created_at)' : 'created_at'
      await client.rawQuery(
        `insert into ${table} (${columns}, updated_at) overriding system value
         select ${columns}, ${updatedAt} from json_populate_recordset(null::${table}, ?)`,
        [JSON.stringify(chunk)]
      )
      done += chunk.length
      onProgress?.({ table, done, total: counts[table] })
      signal?.throwIfAborted()
    }
  }
}

function* chunks<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let chunk: Item[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length === size) {
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}
