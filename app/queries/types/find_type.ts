import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Order, PageOptions } from '#db/keyset'
import { run } from '#db/statement'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { pageOf } from '#queries/page'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'
import { type } from '#resources/type'
import type { Actor } from '#domain/roles'

const viewFor = (viewer: Actor | null) =>
  viewer?.permissions.has('types.manage') ? type.views.StaffType : type.views.Type

/** By name. @throws ValidationException for a bad cursor */
export function listTypes(
  options: PageOptions & AskedMembers,
  viewer: Actor | null
): Promise<JsonResponse> {
  const order: Order = { columns: ['types.name', 'types.id'], direction: 'asc' }
  return pageOf(viewFor(viewer), db.from('types'), { order, options, list: 'types' })
}

/** @throws NotFoundException */
export async function showType(
  name: string,
  viewer: Actor | null,
  { client = db.connection(), ...asked }: AskedMembers & { client?: QueryClientContract } = {}
): Promise<JsonResponse> {
  const form = viewFor(viewer).form(asked)
  const text = `select ${form.select} from types where name = $1`
  const [row] = await run<Row>({ name: '', text, values: [name] }, client)
  if (!row) throw new NotFoundException('type')
  return responseOf(form, row)
}
