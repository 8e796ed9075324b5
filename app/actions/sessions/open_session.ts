import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import SessionsEnded from '#events/sessions_ended'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import SuspendedException from '#exceptions/suspended_exception'
import AuditEntry from '#models/audit_entry'
import Session from '#models/session'
import User from '#models/user'

interface OpenSessionInput {
  user: User
  userAgent?: string
  address: string
  /** Seconds without a refresh after which the session ends. */
  lifetime: number
}

/**
 * Signs a user in; past the greatest number of sessions the one used longest ago ends.
 *
 * @throws InvalidCredentialsException when the account is not what it was when it was proved,
 *   SuspendedException
 */
export default class OpenSession {
  async handle({ user, userAgent, address, lifetime }: OpenSessionInput): Promise<Session> {
    const session = await db.transaction(async (client) => {
      await refuseOutdated(user, client)
      return Session.create(
        {
          userId: user.id,
          secret: Session.newSecret(),
          generation: 1,
          userAgent: userAgent?.slice(0, 300) ?? null,
          address,
          expiresAt: DateTime.now().plus({ seconds: lifetime }),
        },
        { client }
      )
    })
    const crowdedOut: { id: number }[] = await db
      .from('sessions')
      .whereIn('id', (query) =>
        query
          .from('sessions')
          .select('id')
          .where('user_id', user.id)
          .orderBy([
            { column: 'last_used_at', order: 'desc' },
            { column: 'id', order: 'desc' },
          ])
          .offset(Session.maxPerUser)
      )
      .delete()
      .returning('id')
    if (crowdedOut.length > 0) await SessionsEnded.dispatch(crowdedOut.map(({ id }) => id))
    return session
  }
}

/** The password that was proved may be another one by now, or the account gone or suspended. */
async function refuseOutdated({ id, password }: User, client: TransactionClientContract) {
  const same = await User.query({ client }).where({ id, password }).forShare().first()
  if (!same) throw new InvalidCredentialsException()
  if (!same.isSuspended) return
  const why = await AuditEntry.query({ client })
    .where({ subjectId: id, action: 'user.suspend' })
    .orderBy('id', 'desc')
    .first()
  throw new SuspendedException(same.suspendedUntil?.toJSDate() ?? null, why?.reason)
}
