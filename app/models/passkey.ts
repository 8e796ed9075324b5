import { createHmac } from 'node:crypto'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { PasskeySchema } from '#database/schema'
import { keyFor } from '#security/keys'
import { verifyUse } from '#security/passkeys'
import type { UsedChallenge } from '#security/passkey_challenge'
import type { PasskeyAssertion } from '#domain/second_factor'

interface Use {
  assertion: PasskeyAssertion
  userId: number
  address: string | null
}

/** A user's public key. The holder of its private key can sign in, or prove a second factor. */
export default class Passkey extends PasskeySchema {
  static readonly maxPerUser = 20

  static of(userId: number, client: QueryClientContract): Promise<Passkey[]> {
    return this.query({ client }).where({ userId }).orderBy('id')
  }

  /** The user handle of WebAuthn: the same for all passkeys of a user. */
  static handleFor(userId: number, known: Passkey[]): Buffer {
    if (known.length > 0) return known[0].userHandle
    return createHmac('sha256', keyFor('passkey user')).update(String(userId)).digest()
  }

  /** Without a lock, so the answer may be outdated. */
  static async userIdOf(credentialId: string, client: QueryClientContract): Promise<number | null> {
    const known = await this.query({ client }).where({ credentialId }).first()
    return known?.userId ?? null
  }

  /** Uses up an authenticator's answer. @returns false if it proves nothing, or was used already */
  static async use(
    { assertion, userId, address }: Use,
    client: TransactionClientContract
  ): Promise<boolean> {
    const { id: credentialId, response } = assertion
    const known = await this.query({ client }).where({ credentialId, userId }).forUpdate().first()
    if (!known) return false
    const { userHandle: handle } = response
    if (handle && !Buffer.from(handle, 'base64url').equals(known.userHandle)) return false
    const used = await verifyUse(assertion, known)
    if (!used || !(await useChallenge(used.challenge, client))) return false
    const { counter, backedUp } = used
    const [lastUsedAt, lastUsedAddress] = [DateTime.now(), address]
    await known.merge({ counter, backedUp, lastUsedAt, lastUsedAddress }).save()
    return true
  }

  /** @param since only passkeys that were made later */
  static async deleteAll(
    userId: number,
    client: TransactionClientContract,
    since: Date
  ): Promise<number> {
    const removed: unknown[] = await client
      .from('passkeys')
      .where('user_id', userId)
      .where('created_at', '>', since)
      .delete()
      .returning('id')
    return removed.length
  }
}

/** @returns false if it was used already */
export async function useChallenge(
  { digest, expiresAt }: UsedChallenge,
  client: TransactionClientContract
): Promise<boolean> {
  const { rows } = await client.rawQuery(
    `insert into used_challenges (digest, expires_at) values (:digest, :expiresAt)
     on conflict do nothing returning digest`,
    { digest, expiresAt } as Record<string, any>
  )
  return rows.length > 0
}
