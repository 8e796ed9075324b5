import { allowGuest, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import type { Actor } from '#domain/roles'

export default class UserPolicy extends BasePolicy {
  /** The e-mail of a user is for the user, and for those who read what is private. */
  @allowGuest()
  viewPrivate(actor: Actor | null, user: { id: number }): AuthorizerResponse {
    return actor !== null && (user.id === actor.id || actor.permissions.has('users.read_private'))
  }
}
