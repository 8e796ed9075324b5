import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import { TOP_RANK, type Permission } from '#domain/permissions'
import { holdsAll, outranks, type Actor } from '#domain/roles'

interface RoleState {
  rank: number
  grants: ReadonlySet<Permission>
}

const { deny } = AuthorizationResponse

export default class RolePolicy extends BasePolicy {
  /** No rank above the actor's, and no permission that the actor lacks. No bot is an admin. */
  assign(actor: Actor, role: RoleState, { bot = false } = {}): AuthorizerResponse {
    if (bot && role.rank === TOP_RANK) return deny('A bot can’t have a role of the highest rank.')
    if (outranks(role, actor)) return deny('The role has a higher rank than you.')
    return holdsAll(actor, role.grants) || deny('The role has permissions that you do not have.')
  }

  change(actor: Actor, role: { rank: number }): AuthorizerResponse {
    return outranks(actor, role) || deny('The role has an equal or a higher rank than you.')
  }

  grant(actor: Actor, permissions: Permission[]): AuthorizerResponse {
    const lacking = permissions.filter((permission) => !actor.permissions.has(permission))
    return lacking.length === 0 || deny(`You do not have ${lacking.join(', ')} yourself.`)
  }
}
