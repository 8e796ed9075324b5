import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import ForbiddenException from '#exceptions/forbidden_exception'
import { takenOr } from '#db/taken'
import AuditEntry from '#models/audit_entry'
import User from '#models/user'
import { refuseTaken } from '#queries/users/refuse_taken'
import type { Origin } from '#domain/moderation'
import type { Role } from '#domain/roles'
import { randomUsername } from '#domain/username'

interface CreateUserInput {
  email: string
  password: string
  username?: string
  displayName?: string | null
  role?: Role
  osUser?: string | null
  reason?: string
  origin: Origin
  client: QueryClientContract
}

/**
 * Makes an account on behalf of staff. Where there is no admin yet, the machine itself makes one.
 *
 * @throws ConflictException, ForbiddenException, EmailTakenException, UsernameTakenException
 */
export default class CreateUser {
  async handle({ origin, reason, client, ...details }: CreateUserInput): Promise<User> {
    const { username = randomUsername(), role = 'member' } = details
    if (role === 'member' && details.osUser) {
      throw new ConflictException('Only staff act from the machine.')
    }
    const isFirst = origin.actorId === null
    // Whoever has the machine goes on as the first admin.
    const osUser = isFirst ? origin.osUser : details.osUser
    return client.transaction(async (trx) => {
      if (isFirst) await refuseUnlessFirst(trx)
      await refuseTaken({ email: details.email, username }, trx, { mayBeBarred: true })
      const user = await User.create({ ...details, username, role, osUser }, { client: trx }).catch(
        (error) => Promise.reject(takenOr(error))
      )
      const act = { action: 'user.create', targetType: 'user', targetId: user.id } as const
      const subject = { subjectId: user.id, reason, after: { role } }
      await AuditEntry.record({ ...act, ...subject }, origin, trx)
      return user.refresh()
    })
  }
}

/** One at a time, so that two can't both be the first. */
async function refuseUnlessFirst(client: TransactionClientContract) {
  await client.rawQuery(`select pg_advisory_xact_lock(hashtext('the first admin'))`)
  const admin = await User.query({ client }).where('role', 'admin').first()
  if (admin) throw new ForbiddenException('There is an admin already: act as one.')
}
