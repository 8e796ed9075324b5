import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import type { JsonResponse } from '#http/json_response'
import type { PageOptions } from '#db/keyset'
import { orderWithin } from '#queries/filters'
import { pageOf } from '#queries/page'
import type { AskedMembers, View } from '#resources/definition/view'

export interface StaffPageOptions extends PageOptions, AskedMembers {
  sort?: string
  count?: 'exact'
}

interface ListFacts {
  /** A cheaper query with the same count. */
  counted?: DatabaseQueryBuilderContract<any>
}

/** @param query without columns and order @throws ValidationException */
export async function staffPage(
  view: View,
  query: DatabaseQueryBuilderContract<any>,
  options: StaffPageOptions,
  { counted = query }: ListFacts = {}
): Promise<JsonResponse> {
  const { limit, skip, cursor, count, fields, include, ...filters } = options
  const order = orderWithin(view, filters)
  const total = count && (await countOf(counted))
  const asked = Object.entries(filters).sort()
  const list = JSON.stringify(['staff', view.table, asked, ...order.columns.slice(0, -1)])
  return { ...(await pageOf(view, query, { order, options, list })), total }
}

async function countOf(query: DatabaseQueryBuilderContract<any>): Promise<number> {
  const [{ total }] = await query.clone().clearSelect().count('* as total')
  return total
}
