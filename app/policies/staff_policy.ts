import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { mayActOnUser, mayActOnWritten } from '#domain/acting'
import { roles, type Actor, type Role } from '#domain/roles'

/** A staff action, as far as the rules need to know it. */
interface Act {
  /** The least role that may. */
  role: Role
  targetType: 'user' | 'post' | 'comment'
}

const { deny } = AuthorizationResponse

export default class StaffPolicy extends BasePolicy {
  /**
   * Whether a member of staff may act: not on a user of an equal or higher role, and not on what
   * somebody of a higher role wrote.
   *
   * @param subject the target, or who wrote it; null once the account is erased
   */
  act(actor: Actor, { role, targetType }: Act, subject: Actor | null): AuthorizerResponse {
    if (roles.indexOf(actor.role) < roles.indexOf(role)) {
      return deny(`Only ${role}s may do this.`)
    }
    if (targetType === 'user' && subject !== null) {
      return mayActOnUser.holds(subject, actor) || deny('Nobody acts on an equal or a higher role.')
    }
    return (
      mayActOnWritten.holds({ author_role: subject?.role ?? null }, actor) ||
      deny('Whoever wrote it has a higher role than you.')
    )
  }

  /** Accounts are made, and handed out whole, by admins. */
  administer(actor: Actor): AuthorizerResponse {
    return actor.role === 'admin' || deny('Only admins may do this.')
  }
}
