import { allowGuest, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { isStaff, type Actor } from '#domain/roles'

export default class UserPolicy extends BasePolicy {
  /** The e-mail and the drafts of a user are for the user and for staff. */
  @allowGuest()
  viewPrivate(actor: Actor | null, user: { id: number }): AuthorizerResponse {
    return actor !== null && (user.id === actor.id || isStaff(actor))
  }
}
