import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { outranks, roles, type Actor, type Role } from '#support/roles'

/** A staff action, as far as the rules need to know it. */
interface Act {
  /** The least role that may. */
  role: Role
  targetType: 'user' | 'post' | 'comment'
}

export default class StaffPolicy extends BasePolicy {
  /**
   * Whether a member of staff may act: not on a user of an equal or higher role, and not on what
   * somebody of a higher role wrote.
   *
   * @param subject the target, or who wrote it; null once the account is erased
   */
  act(actor: Actor, { role, targetType }: Act, subject: Actor | null): AuthorizerResponse {
    if (roles.indexOf(actor.role) < roles.indexOf(role)) {
      return AuthorizationResponse.deny(`Only ${role}s may do this.`)
    }
    const isAbove =
      subject && (targetType === 'user' ? !outranks(actor, subject) : outranks(subject, actor))
    return isAbove
      ? AuthorizationResponse.deny(`You are ${actor.role}, and this is about a ${subject.role}.`)
      : AuthorizationResponse.allow()
  }

  /** Accounts are made, and handed out whole, by admins. */
  administer(actor: Actor): AuthorizerResponse {
    return actor.role === 'admin' || AuthorizationResponse.deny('Only admins may do this.')
  }
}
