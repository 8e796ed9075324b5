import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { listResponse, type JsonResponse } from '#http/json_response'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'

/** What the lists of staff take. */
export interface StaffPageOptions extends PageOptions {
  sort?: 'new' | 'old'
  /** Whether all of them are counted too. */
  count?: 'exact'
}

/**
 * One page of a list of staff, newest first unless asked otherwise.
 *
 * @param query what to list, without order and limits
 * @param table whose rows are listed
 * @param shape makes JSON of a row
 * @param columns what the order goes by, the id last
 * @param counted what to count in place of the query, where that is as many and cheaper
 * @throws ValidationException when the cursor is not one of this list
 */
export async function staffPage<Row extends Record<string, any>>(
  query: DatabaseQueryBuilderContract<any>,
  table: string,
  options: StaffPageOptions,
  shape: (row: Row) => object,
  columns = [`${table}.id`],
  counted = query
): Promise<JsonResponse> {
  const { limit, skip, cursor, count, ...filters } = options
  const order: Order = { columns, direction: filters.sort === 'old' ? 'asc' : 'desc' }
  const total = count && (await countOf(counted))
  const list = JSON.stringify([
    'staff',
    table,
    Object.entries(filters).sort(),
    ...columns.slice(0, -1),
  ])
  const { rows, next } = await keysetPage<Row>(query, order, options, list)
  const items = rows.map((row) => JSON.stringify(shape(row)))
  return { ...listResponse(items, next), total }
}

async function countOf(query: DatabaseQueryBuilderContract<any>): Promise<number> {
  const [{ total }] = await query.clone().clearSelect().count('* as total')
  return total
}
