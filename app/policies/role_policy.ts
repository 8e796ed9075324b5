import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import type { Permission } from '#domain/permissions'
import { holdsAll, outranks, type Actor } from '#domain/roles'

/** A role, as far as the rules need to know it. */
interface RoleState {
  rank: number
  grants: ReadonlySet<Permission>
}

const { deny } = AuthorizationResponse

export default class RolePolicy extends BasePolicy {
  /** Nobody gives a user a rank above their own, or a permission that they lack. */
  assign(actor: Actor, role: RoleState): AuthorizerResponse {
    if (outranks(role, actor)) return deny('The role has a higher rank than you.')
    return holdsAll(actor, role.grants) || deny('The role has permissions that you do not have.')
  }

  /** Nobody makes, changes or deletes a role of an equal or a higher rank. */
  change(actor: Actor, role: { rank: number }): AuthorizerResponse {
    return outranks(actor, role) || deny('The role has an equal or a higher rank than you.')
  }

  /** Nobody puts a permission into a role that they lack. */
  grant(actor: Actor, permissions: Permission[]): AuthorizerResponse {
    const lacking = permissions.filter((permission) => !actor.permissions.has(permission))
    return lacking.length === 0 || deny(`You do not have ${lacking.join(', ')} yourself.`)
  }
}
