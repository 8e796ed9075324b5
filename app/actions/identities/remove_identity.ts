import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import Identity from '#models/identity'
import Passkey from '#models/passkey'
import SecurityEvent from '#models/security_event'
import type User from '#models/user'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface RemoveIdentityInput extends SessionOfUser {
  id: number
  /** How users of this site sign in. */
  ways: { passwords: boolean; issuers: readonly string[] }
  source: Source
}

/**
 * An account keeps a way to sign in.
 * @throws NotFoundException, ConflictException, InvalidTokenException if the session ended meanwhile
 */
export default class RemoveIdentity {
  handle({ id, userId, sessionId, ways, source }: RemoveIdentityInput): Promise<void> {
    return db.transaction(async (client) => {
      // Two removals wait for each other here.
      const { user } = await lockUserOfSession({ userId, sessionId }, client)
      const identity = await Identity.query({ client }).where({ id, userId }).first()
      if (!identity) throw new NotFoundException('identity')
      await identity.delete()
      if (!(await this.#hasWayIn(user, ways, client))) throw new ConflictException(onlyWay)
      const event = await SecurityEvent.record('identity_removed', { userId, source }, client)
      await queueMails([{ kind: 'identity', id: event.id }], client)
    })
  }

  async #hasWayIn(
    user: User,
    { passwords, issuers }: RemoveIdentityInput['ways'],
    client: TransactionClientContract
  ): Promise<boolean> {
    if (passwords && user.hasPassword) return true
    const others = await Identity.of(user.id, client)
    if (others.some(({ issuer }) => issuers.includes(issuer))) return true
    return (await Passkey.of(user.id, client)).length > 0
  }
}

const onlyWay =
  'It is the only way to sign in to this account. Set a password or add a passkey first.'
