import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import Passkey from '#models/passkey'
import RecoveryCode from '#models/recovery_code'
import { hasSecondFactor } from '#models/second_factor_state'
import TotpSecret from '#models/totp_secret'
import {
  factorMethods,
  passkeyMethods,
  type AuthenticationMethod,
  type FactorMethod,
  type FactorProof,
} from '#domain/second_factor'

export async function isSecondFactorOn(
  userId: number,
  client: QueryClientContract
): Promise<boolean> {
  const { rows } = await client.rawQuery(
    `select ${hasSecondFactor()} as is_on from users where id = ?`,
    [userId]
  )
  return rows[0]?.is_on ?? false
}

/** Recovery codes stand in for a second factor, so they go with the last one. */
export async function endWithLastFactor(
  userId: number,
  client: TransactionClientContract
): Promise<void> {
  if (!(await isSecondFactorOn(userId, client))) await RecoveryCode.deleteAll(userId, client)
}

/**
 * Removes second factors, and all recovery codes: even those of an older factor may be new. @param since only later
 * factors; default: all @returns their number. The account must be invalidated after the commit
 */
export async function removeAllFactors(
  userId: number,
  client: TransactionClientContract,
  since = new Date(0)
): Promise<number> {
  const removed: unknown[] = await client
    .from('totp_secrets')
    .where('user_id', userId)
    .whereRaw('coalesce(confirmed_at, created_at) > ?', [since])
    .delete()
    .returning('user_id')
  const passkeys = await Passkey.deleteAll(userId, client, since)
  await RecoveryCode.deleteAll(userId, client)
  await client.from('login_challenges').where('user_id', userId).delete()
  return removed.length + passkeys
}

export async function factorMethodsOf(
  id: number,
  client: QueryClientContract
): Promise<FactorMethod[]> {
  const { rows } = await client.rawQuery(
    `select
       exists (select from totp_secrets where user_id = :id and confirmed_at is not null) as code,
       exists (select from passkeys where user_id = :id) as passkey,
       exists (select from recovery_codes where user_id = :id) as recovery_code`,
    { id }
  )
  return factorMethods.filter((method) => rows[0][method])
}

interface Use {
  userId: number
  proof: FactorProof
  address: string | null
}

/** @returns the methods of a proof, which is used up; null if it is wrong or was used already */
export async function useSecondFactor(
  { userId, proof, address }: Use,
  client: TransactionClientContract
): Promise<AuthenticationMethod[] | null> {
  const { code, recovery_code: recoveryCode, passkey: assertion } = proof
  if (assertion !== undefined) {
    const isProved = await Passkey.use({ assertion, userId, address }, client)
    return isProved ? passkeyMethods : null
  }
  const isProved =
    code === undefined
      ? recoveryCode !== undefined && (await RecoveryCode.use(userId, recoveryCode, client))
      : await TotpSecret.use(userId, code, client)
  return isProved ? ['otp', 'mfa'] : null
}
