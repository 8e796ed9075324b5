import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { idOfUser, orderOf, within, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { patternOf } from '#domain/search/pattern'
import type { Form, Row } from '#resources/definition/form'
import type { AskedMembers } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'
import { holds, user } from '#resources/user'

export interface ListUsersOptions extends StaffPageOptions, Period {
  search?: string
  role?: string
  status?: 'active' | 'silenced' | 'suspended'
}

const states = {
  silenced: holds('silenced'),
  suspended: holds('suspended'),
  active: `not ${holds('silenced')} and not ${holds('suspended')}`,
}

const { StaffUser } = user.views

const users = (client: QueryClientContract = db.connection()) =>
  client.from('users').whereNull('users.erased_at')

export function listUsers(options: ListUsersOptions): Promise<JsonResponse> {
  const { search, role, status } = options
  const query: DatabaseQueryBuilderContract<any> = users()
    .if(role, (some) => some.where('users.role', role!))
    .if(status, (some) => some.whereRaw(states[status!]))
    .if(search, (some) => some.whereRaw(matching, Array(3).fill(patternOf(search!))))
  within(query, 'users.created_at', options)
  return staffPage(StaffUser, query, options, { columns: orderOf('users', options) })
}

const matching = '(users.username ~ ? or users.email ~ ? or users.display_name ~ ?)'

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
