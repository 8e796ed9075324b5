import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import { nameBegins } from '#queries/users/people'
import type { AskedMembers } from '#resources/definition/view'
import { user } from '#resources/user'

export interface SearchUsersOptions extends PageOptions, AskedMembers {
  /** The beginning of a user name or of a display name. */
  search: string
}

const order: Order = { columns: ['users.id'], direction: 'asc' }

/** By the beginning of their names, oldest account first. @throws ValidationException for a bad cursor */
export function searchUsers(options: SearchUsersOptions): Promise<JsonResponse> {
  const query = nameBegins(db.from('users'), options.search)
  const list = JSON.stringify(['users', options.search])
  return pageOf(user.views.User, query, { order, options, list })
}
