import { Bouncer } from '@adonisjs/bouncer'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import ForbiddenException from '#exceptions/forbidden_exception'
import { takenOr } from '#db/taken'
import AuditEntry from '#models/audit_entry'
import User from '#models/user'
import RolePolicy from '#policies/role_policy'
import { lockedRole } from '#queries/roles/find_role'
import { refuseTaken } from '#queries/users/refuse_taken'
import type { Origin } from '#domain/moderation'
import { SIGN_UP_ROLE } from '#domain/permissions'
import { isStaff, type Actor } from '#domain/roles'
import { randomUsername } from '#domain/username'

interface CreateUserInput {
  actor: Actor
  /** A bot has neither e-mail nor password. */
  email?: string
  password?: string
  bot?: boolean
  username?: string
  displayName?: string | null
  role?: string
  osUser?: string | null
  reason?: string
  origin: Origin
  client: QueryClientContract
}

/**
 * Makes an account for staff; a local operator makes the first admin. A bot acts only by its tokens.
 * @throws ConflictException, ForbiddenException, EmailTakenException, UsernameTakenException
 */
export default class CreateUser {
  async handle({
    actor,
    origin,
    reason,
    client,
    role: name = SIGN_UP_ROLE,
    ...details
  }: CreateUserInput): Promise<User> {
    const { username = randomUsername(), bot = false } = details
    const isFirst = origin.actorId === null
    // The local operator becomes the first admin.
    const osUser = isFirst ? origin.osUser : details.osUser
    return client.transaction(async (trx) => {
      if (isFirst) await refuseUnlessFirst(trx)
      const role = await lockedRole(name, '/role', trx)
      await new Bouncer(actor).with(RolePolicy).authorize('assign', role, { bot })
      if (bot && osUser) throw new ConflictException('A bot acts only by its tokens.')
      if (osUser && !isStaff({ permissions: role.grants })) {
        throw new ConflictException('Only staff act from the machine.')
      }
      await refuseTaken({ email: details.email, username }, trx, { mayBeBarred: true })
      const user = await User.create(
        { ...details, username, role: role.name, osUser },
        { client: trx }
      ).catch((error) => Promise.reject(takenOr(error)))
      const act = { action: 'user.create', targetType: 'user', targetId: user.id } as const
      const after = { role: role.name, ...(bot && { bot }) }
      const subject = { subjectId: user.id, reason, after }
      await AuditEntry.record({ ...act, ...subject }, origin, trx)
      return user.refresh()
    })
  }
}

/** Two requests must not both make the first admin. */
async function refuseUnlessFirst(client: TransactionClientContract) {
  await client.rawQuery(`select pg_advisory_xact_lock(hashtext('the first admin'))`)
  const admin = await User.ofTopRank(client).first()
  if (admin) throw new ForbiddenException('There is an admin already: act as one.')
}
