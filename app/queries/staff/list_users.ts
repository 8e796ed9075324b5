import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { filtered, idOfUser } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import type { ListedBy } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'
import { user } from '#resources/user'

export type ListUsersOptions = StaffPageOptions & ListedBy<typeof user>

const { StaffUser } = user.views

const users = (client: QueryClientContract = db.connection()) =>
  client.from('users').whereNull('users.erased_at')

export async function listUsers(options: ListUsersOptions): Promise<JsonResponse> {
  const query = users()
  await filtered(query, StaffUser, options)
  return staffPage(StaffUser, query, options)
}

/** @param reference an id, `@username` or an e-mail @throws NotFoundException */
export async function findUser(
  reference: string,
  { form = StaffUser.form(), client }: { form?: Form; client?: QueryClientContract } = {}
): Promise<Row> {
  const id = await idOfUser(reference, client)
  const row = await users(client).select(db.raw(form.select)).where('users.id', id).first()
  if (!row) throw new NotFoundException('user')
  return row
}

export async function showStaffUser(
  reference: string,
  { asked, client }: { asked?: AskedMembers; client?: QueryClientContract } = {}
): Promise<JsonResponse> {
  const form = StaffUser.form(asked)
  return responseOf(form, await findUser(reference, { form, client }))
}
