import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import type { AskedMembers, View } from '#resources/definition/resource'

/** What the lists of staff take. */
export interface StaffPageOptions extends PageOptions, AskedMembers {
  sort?: 'new' | 'old'
  /** Whether all of them are counted too. */
  count?: 'exact'
}

interface ListFacts {
  /** What the order goes by, the id last. */
  columns?: string[]
  /** What to count in place of the query, where that is as many and cheaper. */
  counted?: DatabaseQueryBuilderContract<any>
}

/**
 * One page of a list of staff, newest first unless asked otherwise.
 *
 * @param query what to list, without columns, order and limits
 * @throws ValidationException when the cursor is not one of this list
 */
export async function staffPage(
  view: View,
  query: DatabaseQueryBuilderContract<any>,
  options: StaffPageOptions,
  { columns = [`${view.table}.id`], counted = query }: ListFacts = {}
): Promise<JsonResponse> {
  const { limit, skip, cursor, count, fields, include, ...filters } = options
  const order: Order = { columns, direction: filters.sort === 'old' ? 'asc' : 'desc' }
  const total = count && (await countOf(counted))
  const asked = Object.entries(filters).sort()
  const list = JSON.stringify(['staff', view.table, asked, ...columns.slice(0, -1)])
  return { ...(await pageOf(view, query, { order, options, list })), total }
}

async function countOf(query: DatabaseQueryBuilderContract<any>): Promise<number> {
  const [{ total }] = await query.clone().clearSelect().count('* as total')
  return total
}
