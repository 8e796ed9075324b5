import db from '@adonisjs/lucid/services/db'
import { needsSecondFactor } from '#models/second_factor_state'
import type { Account } from '#domain/account'
import type { SecondFactors } from '#resources/second_factor'

export async function showSecondFactors({
  id,
  permissions,
}: Pick<Account, 'id' | 'permissions'>): Promise<SecondFactors> {
  const { rows } = await db.rawQuery(
    `select (
       select confirmed_at from totp_secrets where user_id = :id
     ) as totp_since, (
       select count(*)::integer from recovery_codes where user_id = :id
     ) as codes_left, (
       select count(*)::integer from passkeys where user_id = :id
     ) as passkeys`,
    { id }
  )
  const [{ totp_since: since, codes_left: left, passkeys }] = rows
  return {
    required: needsSecondFactor(permissions),
    totp: since && { created_at: since.toISOString() },
    passkeys,
    recovery_codes_left: left,
  }
}
