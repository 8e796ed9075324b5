import db from '@adonisjs/lucid/services/db'

const time = (column: string) =>
  `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`

/** Columns with these endings are times. */
const isTime = /_at$|_until$|^until$/

const columnsOf = (names: string) =>
  names
    .split(' ')
    .map((name) => (isTime.test(name) ? time(name) : name))
    .join(', ')

const profile = columnsOf(
  'id email username display_name bio role created_at updated_at silenced_at silenced_until suspended_at suspended_until'
)

/** A list of what there is of a user: rows of a table, in the order of its key. */
interface Part {
  name: string
  table: string
  columns: string
  owner: string
  /** Each column of the key, with what comes before all rows. */
  key: Record<string, unknown>
  condition?: string
}

const part = (name: string, columns: string, table = name): Part => {
  return { name, table, columns: columnsOf(columns), owner: 'user_id', key: { id: 0 } }
}

const parts = [
  part('posts', 'id title content published published_at removed_at created_at updated_at'),
  part('comments', 'id post_id parent_id content removed_at created_at updated_at'),
  {
    ...part('votes', 'post_id value created_at updated_at'),
    key: { created_at: '-infinity', post_id: 0 },
  },
  part('sessions', 'id user_agent address created_at last_used_at expires_at'),
  {
    ...part('reports', 'id target_type target_id reason details status created_at'),
    owner: 'reporter_id',
    // Staff don't read who reported them.
    condition: 'subject_id is distinct from :readerId',
  },
  {
    ...part('sanctions', 'action target_type target_id reason until created_at', 'audit_entries'),
    owner: 'subject_id',
    condition: `action <> 'user.export'`,
  },
]

/** How many rows are read at a time: of the longest posts, some megabytes. */
const BATCH_ROWS = 100

/**
 * All that there is of a user, as pieces of the text of a JSON object: so many rows at a time, so that
 * neither the database nor this process ever holds all of it.
 *
 * @param readerId who reads it; null: the machine itself
 */
export async function* exportOf(id: number, readerId: number | null): AsyncGenerator<string> {
  const { rows } = await db.rawQuery(
    `select to_json(me)::text as me
     from (select ${profile} from users where id = :id and erased_at is null) as me`,
    { id }
  )
  yield `{"user":${rows[0]?.me ?? null}`
  for (const list of parts) {
    yield `,"${list.name}":[`
    yield* rowsOf(list, { id, readerId })
    yield ']'
  }
  yield '}'
}

async function* rowsOf(
  { table, columns, owner, key, condition = 'true' }: Part,
  values: { id: number; readerId: number | null }
): AsyncGenerator<string> {
  const names = Object.keys(key)
  const keys = names.join(', ')
  const after = names.map((name) => `:last_${name}`).join(', ')
  const statement = `
    select ${keys}, (select to_json(owned) from (select ${columns}) as owned)::text as item
    from ${table}
    where ${owner} = :id and (${keys}) > (${after}) and ${condition}
    order by ${keys} limit ${BATCH_ROWS}`
  let last = key
  for (let isFirst = true, isMore = true; isMore; isFirst = false) {
    const lastKey = Object.fromEntries(names.map((name) => [`last_${name}`, last[name]]))
    const { rows } = await db.rawQuery(statement, { ...values, ...lastKey } as Record<string, any>)
    isMore = rows.length === BATCH_ROWS
    last = rows.at(-1)
    const items = rows.map(({ item }: { item: string }) => item)
    if (items.length > 0) yield (isFirst ? '' : ',') + items.join(',')
  }
}
