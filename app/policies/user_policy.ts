import { allowGuest, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import type { Actor } from '#domain/roles'

export default class UserPolicy extends BasePolicy {
  /** Only the user and staff with the permission see an e-mail. */
  @allowGuest()
  viewPrivate(actor: Actor | null, user: { id: number }): AuthorizerResponse {
    return actor !== null && (user.id === actor.id || actor.permissions.has('users.read_private'))
  }
}
