import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import type { PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import type { Actor } from '#domain/roles'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers, View } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'

/** A row with its owner, for the policy. */
export interface OwnRow extends Row {
  id: number
  user_id: number
}

/** Newest first. @throws ValidationException for a bad cursor */
export function listOwn(
  view: View,
  { id }: Actor,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const { table, joins } = view
  const query = db.from(table).joinRaw(joins).where(`${table}.user_id`, id)
  const list = JSON.stringify([table, id])
  const columns = [`${table}.id`]
  return pageOf(view, query, { order: { columns, direction: 'desc' }, options, list })
}

/** A row of any user: its policy decides who may see it. @throws NotFoundException */
export async function findOwn(
  { table, joins }: View,
  form: Form,
  id: number,
  client: QueryClientContract = db.connection()
): Promise<OwnRow> {
  const row = await client
    .from(table)
    .joinRaw(joins)
    .select(`${table}.id`, `${table}.user_id`, db.raw(form.select))
    .where(`${table}.id`, id)
    .first()
  if (!row) throw new NotFoundException('resource')
  return row
}

/** The response for a new row. @throws NotFoundException */
export async function showOwn(view: View, id: number, client?: QueryClientContract) {
  const form = view.form()
  return responseOf(form, await findOwn(view, form, id, client))
}
