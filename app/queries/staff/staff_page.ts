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
 * @param table whose id the order goes by
 * @param shape makes JSON of a row
 * @throws ValidationException when the cursor is not one of this list
 */
export async function staffPage<Row extends Record<string, any>>(
  query: DatabaseQueryBuilderContract<any>,
  table: string,
  options: StaffPageOptions,
  shape: (row: Row) => object
): Promise<JsonResponse> {
  const { limit, skip, cursor, count, ...filters } = options
  const order: Order = {
    columns: [`${table}.id`],
    direction: filters.sort === 'old' ? 'asc' : 'desc',
  }
  const total = count && (await countOf(query))
  const list = JSON.stringify(['staff', table, Object.entries(filters).sort()])
  const { rows, next } = await keysetPage<Row>(query, order, options, list)
  const items = rows.map((row) => JSON.stringify(shape(row)))
  return { ...listResponse(items, next), total }
}

async function countOf(query: DatabaseQueryBuilderContract<any>): Promise<number> {
  const [{ total }] = await query.clone().clearSelect().count('* as total')
  return total
}
