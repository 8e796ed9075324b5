import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AccountChanged from '#events/account_changed'
import ConflictException from '#exceptions/conflict_exception'
import WrongPasskeyException from '#exceptions/wrong_passkey_exception'
import { violatedIndex } from '#db/errors'
import { queueMails } from '#mail/outbox'
import Passkey, { useChallenge } from '#models/passkey'
import RecoveryCode from '#models/recovery_code'
import SecurityEvent from '#models/security_event'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import { passkeyMethods, type PasskeyAttestation } from '#domain/second_factor'
import type { Source } from '#domain/security_event'
import { verifyCreation } from '#security/passkeys'

interface AddPasskeyInput extends SessionOfUser {
  attestation: PasskeyAttestation
  name: string
  source: Source
}

interface Added {
  id: number
  /** Empty unless this is the first second factor. */
  recoveryCodes: string[]
}

/**
 * @throws WrongPasskeyException, ConflictException if it is known, or there are too many, InvalidTokenException if the
 * session ended meanwhile
 */
export default class AddPasskey {
  async handle(input: AddPasskeyInput): Promise<Added> {
    const added = await db
      .transaction((client) => this.#add(input, client))
      .catch((error) => Promise.reject(knownOr(error)))
    await AccountChanged.dispatch(input.userId)
    return added
  }

  async #add(
    { userId, sessionId, attestation, name, source }: AddPasskeyInput,
    client: TransactionClientContract
  ): Promise<Added> {
    // A sign-in locks the user too: it sees the factor, or is over before.
    const { session } = await lockUserOfSession({ userId, sessionId }, client)
    const known = await Passkey.of(userId, client)
    if (known.length >= Passkey.maxPerUser) {
      throw new ConflictException(`An account has up to ${Passkey.maxPerUser} passkeys.`)
    }
    const made = await verifyCreation(attestation, userId)
    if (!made || !(await useChallenge(made.challenge, client))) throw new WrongPasskeyException()
    const { challenge, ...key } = made
    const userHandle = Passkey.handleFor(userId, known)
    const { id } = await Passkey.create({ userId, userHandle, name, ...key }, { client })
    await session?.merge({ amr: ['pwd', ...passkeyMethods] }).save()
    const event = await SecurityEvent.record('passkey_added', { userId, source }, client)
    await queueMails([{ kind: 'second_factor', id: event.id }], client)
    const hasCodes = await RecoveryCode.query({ client }).where({ userId }).first()
    return { id, recoveryCodes: hasCodes ? [] : await RecoveryCode.renew(userId, client) }
  }
}

const knownOr = (error: unknown) =>
  violatedIndex(error) === 'passkeys_credential_unique'
    ? new ConflictException('This passkey is known already.')
    : error
