import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { Batch, Item } from '#cli/moving/import/batch'
import type { Row } from '#cli/moving/import/source'

export interface Insert {
  item: Item
  values: Row
}

/** A table, with the columns that an import writes. */
interface Target {
  table: string
  columns: readonly string[]
  /** The columns that name a row. With them a row that is there already counts so, and stays as it is. */
  key?: readonly string[]
  /** Another form of a row that was refused; null for none. */
  mend?: (insert: Insert, constraint: string) => Insert | null
  /** Takes a row that PostgreSQL refuses. By default it counts as refused. */
  onRefused?: (item: Item, reason: string) => void
}

/**
 * Inserts rows with one statement. If PostgreSQL refuses it, halves find the rows that it refuses, and lose no other.
 * @returns those that are there now by this
 */
export async function insert(batch: Batch, target: Target, rows: Insert[]): Promise<Insert[]> {
  if (rows.length === 0) return []
  try {
    const keys = await batch.client.transaction((savepoint) => write(savepoint, target, rows))
    if (!target.key) return rows
    const isMade = ({ values }: Insert) => keys.delete(keyOf(target, values))
    const made = rows.filter(isMade)
    const isNew = new Set(made)
    for (const one of rows) if (!isNew.has(one)) batch.settle(one.item, 'already_there')
    return made
  } catch (error) {
    if (!isRefused(error)) throw error
    if (rows.length > 1) return halves(batch, target, rows)
    return refused(batch, target, rows[0], error as PostgresError)
  }
}

const keyOf = ({ key = [] }: Target, values: Row) => JSON.stringify(key.map((name) => values[name]))

async function halves(batch: Batch, target: Target, rows: Insert[]) {
  const middle = Math.ceil(rows.length / 2)
  const first = await insert(batch, target, rows.slice(0, middle))
  return [...first, ...(await insert(batch, target, rows.slice(middle)))]
}

async function refused(batch: Batch, target: Target, one: Insert, error: PostgresError) {
  const mended = target.mend?.(one, error.constraint ?? '')
  if (mended) return insert(batch, { ...target, mend: undefined }, [mended])
  const { onRefused = (item, reason) => batch.refuse(item, reason) } = target
  onRefused(one.item, reasonOf(error))
  return []
}

/** @returns the keys of the rows that were not there */
async function write(
  client: TransactionClientContract,
  target: Target,
  rows: Insert[]
): Promise<Set<string>> {
  const { table, columns, key } = target
  const names = columns.join(', ')
  const made = await client.rawQuery(
    `insert into ${table} (${names}) overriding system value
     select ${names} from json_populate_recordset(null::${table}, ?::json)
     ${key ? `on conflict do nothing returning ${key.join(', ')}` : ''}`,
    [JSON.stringify(rows.map(({ values }) => values))]
  )
  return new Set(key && made.rows.map((row: Row) => keyOf(target, row)))
}

interface PostgresError {
  code?: string
  constraint?: string
  message: string
}

/** Data exceptions and broken constraints (PostgreSQL, appendix A: classes 22 and 23). */
const isRefused = (error: unknown) => /^2[23]/.test((error as PostgresError).code ?? '')

const known: Record<string, string> = {
  posts_slug_unique: 'another post has its address',
  posts_translation_unique: 'its translations have a post in this language',
  posts_type_foreign: 'there is no such type',
  users_email_unique: 'another account has its e-mail',
  users_username_unique: 'another account has its user name',
  comments_parent_foreign: 'the comment that it answers is on another post',
}

function reasonOf({ code, constraint }: PostgresError): string {
  if (constraint && constraint in known) return known[constraint]
  if (constraint) return `the database refuses it (${constraint})`
  return `it has a value that the database can't store (${code})`
}
