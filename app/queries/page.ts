import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'
import { listResponse, type JsonResponse } from '#http/json_response'
import type { Row } from '#resources/definition/line'
import type { AskedMembers, View } from '#resources/definition/view'

interface ListFacts {
  order: Order
  options: PageOptions & AskedMembers
  /** The list's name with filters and order; its cursors fit only this list. */
  list: string
}

/** @param query without columns, order and limits @throws ValidationException for a bad cursor */
export async function pageOf(
  view: View,
  query: DatabaseQueryBuilderContract<any>,
  { order, options, list }: ListFacts
): Promise<JsonResponse> {
  const form = view.form(options)
  query.select(db.raw(form.select))
  const { rows, next } = await keysetPage<Row>(query, order, options, list)
  const items = rows.map((row) => form.encode(row))
  return listResponse(items, next)
}
