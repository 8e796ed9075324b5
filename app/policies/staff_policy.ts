import { AuthorizationResponse, BasePolicy } from '@adonisjs/bouncer'
import type { AuthorizerResponse } from '@adonisjs/bouncer/types'
import type { Permission } from '#domain/permissions'
import { mayActOnUser, mayActOnWritten } from '#domain/acting'
import type { TargetType } from '#domain/moderation'
import { holdsAll, type Actor } from '#domain/roles'

interface Act {
  permission: Permission
  targetType: TargetType
  givesAccess: boolean
}

const { deny } = AuthorizationResponse

export default class StaffPolicy extends BasePolicy {
  /** @param subject of the note: no user reads notes on themselves */
  note(actor: Actor, subject: { rank: number }): AuthorizerResponse {
    return (
      mayActOnUser.holds(subject, actor) || deny('Notes are on users of a lower rank than yours.')
    )
  }

  /** @param subject the target or its author, who needs a lower rank; null if erased */
  act(
    actor: Actor,
    { permission, targetType, givesAccess }: Act,
    subject: Actor | null
  ): AuthorizerResponse {
    if (!actor.permissions.has(permission)) return deny(`This needs the permission ${permission}.`)
    if (targetType !== 'user' || subject === null) {
      return (
        mayActOnWritten(permission).holds({ author_rank: subject?.rank ?? null }, actor) ||
        deny('Its author has a higher rank than you.')
      )
    }
    if (!mayActOnUser.holds(subject, actor))
      return deny('You can’t act on a user of an equal or a higher rank.')
    const isEscalation = givesAccess && !holdsAll(actor, subject.permissions)
    return !isEscalation || deny('The user has permissions that you do not have.')
  }
}
