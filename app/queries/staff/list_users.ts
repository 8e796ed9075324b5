import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { countOf, holds, idOfUser, orderOf, within, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Role } from '#domain/roles'
import { patternOf } from '#domain/search/pattern'
import StaffUserTransformer, { type StaffUserRow } from '#transformers/staff_user_transformer'

export interface ListUsersOptions extends StaffPageOptions, Period {
  /** A part of the e-mail or of a name. */
  search?: string
  role?: Role
  status?: 'active' | 'silenced' | 'suspended'
}

const states = {
  silenced: holds('silenced'),
  suspended: holds('suspended'),
  active: `not ${holds('silenced')} and not ${holds('suspended')}`,
}

const removals = `audit_entries where subject_id = users.id
  and action in ('post.remove', 'comment.remove')`

const users = (client: QueryClientContract = db.connection()) =>
  client
    .from('users')
    .select(
      'users.*',
      db.raw(`${states.silenced} as silenced, ${states.suspended} as suspended`),
      db.raw(`${countOf('reports where subject_id = users.id')} as reports_count`),
      db.raw(`${countOf(removals)} as removals_count`),
      db.raw(`${countOf('sessions where user_id = users.id and expires_at > now()')}
        as sessions_count`)
    )
    .whereNull('users.erased_at')

/** One page of all users, as staff see them. */
export function listUsers(options: ListUsersOptions): Promise<JsonResponse> {
  const { search, role, status } = options
  const query: DatabaseQueryBuilderContract<any> = users()
    .if(role, (some) => some.where('users.role', role!))
    .if(status, (some) => some.whereRaw(states[status!]))
    .if(search, (some) => some.whereRaw(matching, Array(3).fill(patternOf(search!))))
  within(query, 'users.created_at', options)
  return staffPage<StaffUserRow>(query, 'users', options, shape, orderOf('users', options))
}

const matching = '(users.username ~ ? or users.email ~ ? or users.display_name ~ ?)'

/**
 * A user as staff see them.
 *
 * @param reference an id, `@username` or an e-mail
 * @throws NotFoundException
 */
export async function findUser(
  reference: string,
  client?: QueryClientContract
): Promise<StaffUserRow> {
  const id = await idOfUser(reference, client)
  const row = await users(client).where('users.id', id).first()
  if (!row) throw new NotFoundException('user')
  return row
}

export const responseOfUser = (user: StaffUserRow): JsonResponse =>
  jsonResponseOf(shape(user), user.updated_at)

const shape = (row: StaffUserRow) => new StaffUserTransformer(row).toObject()
