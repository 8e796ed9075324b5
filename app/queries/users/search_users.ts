import db from '@adonisjs/lucid/services/db'
import { listResponse, type JsonResponse } from '#http/json_response'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'
import { nameBegins } from '#queries/users/people'
import UserTransformer from '#transformers/user_transformer'

export interface SearchUsersOptions extends PageOptions {
  /** The beginning of a user name or of a display name. */
  search: string
}

const order: Order = { columns: ['users.id'], direction: 'asc' }
const members = Object.keys(UserTransformer.properties)

/**
 * One page of the users whose name begins so, the oldest account first.
 *
 * @throws ValidationException when the cursor is not one of this list
 */
export async function searchUsers(options: SearchUsersOptions): Promise<JsonResponse> {
  const users = db.from('users').select(members.map((member) => `users.${member}`))
  const query = nameBegins(users, options.search)
  const list = JSON.stringify(['users', options.search])
  const { rows, next } = await keysetPage<Record<string, unknown>>(query, order, options, list)
  return listResponse(
    rows.map((row) => JSON.stringify(row, members)),
    next
  )
}
