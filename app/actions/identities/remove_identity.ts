import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import Identity from '#models/identity'
import Passkey from '#models/passkey'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import type { Source } from '#domain/security_event'

interface RemoveIdentityInput {
  id: number
  userId: number
  /** The ways to sign in to this site. */
  ways: { passwords: boolean; issuers: readonly string[] }
  source: Source
}

/** At least one way to sign in must be left. @throws NotFoundException, ConflictException */
export default class RemoveIdentity {
  handle({ id, userId, ways, source }: RemoveIdentityInput): Promise<void> {
    return db.transaction(async (client) => {
      // A second removal waits here.
      const user = await User.query({ client }).where('id', userId).forUpdate().first()
      const identity = await Identity.query({ client }).where({ id, userId }).first()
      if (!user || !identity) throw new NotFoundException('identity')
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
