import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { Cursors } from '#db/cursor'

/** The last column is the id, so that no two rows are equal. */
export interface Order {
  columns: string[]
  direction: 'asc' | 'desc'
}

export interface PageOptions {
  limit?: number
  skip?: number
  cursor?: string
}

export interface KeysetPage<Row> {
  rows: Row[]
  next: string | null
}

/** Lists one page. @param query without order and limits @throws ValidationException for a foreign cursor */
export async function keysetPage<Row extends Record<string, any>>(
  query: DatabaseQueryBuilderContract<Row>,
  order: Order,
  { limit = 10, skip, cursor }: PageOptions,
  list: string
): Promise<KeysetPage<Row>> {
  const { columns, direction } = order
  const cursors = new Cursors(list)

  if (cursor !== undefined) {
    const sign = direction === 'desc' ? '<' : '>'
    query.whereRaw(`(${marks('??', columns)}) ${sign} (${marks('?', columns)})`, [
      ...columns,
      ...cursors.open(cursor),
    ])
  }
  for (const column of columns) query.orderBy(column, direction)
  columns.forEach((column, index) => query.select(db.raw('?? as ??', [column, `key_${index}`])))
  if (skip) query.offset(skip)

  const rows = (await query.limit(limit + 1)) as Row[]
  if (rows.length <= limit) return { rows, next: null }

  rows.pop()
  const last = rows[limit - 1]
  return { rows, next: cursors.seal(columns.map((_, index) => last[`key_${index}`])) }
}

const marks = (mark: string, columns: string[]) => columns.map(() => mark).join(', ')
