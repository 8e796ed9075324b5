import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import ConflictException from '#exceptions/conflict_exception'
import ValidationException from '#exceptions/validation_exception'
import PersonalToken from '#models/personal_token'
import type User from '#models/user'
import { isGivenBy, type Scope } from '#domain/scopes'
import { digestOfPersonalToken, newPersonalToken } from '#security/personal_token'

export interface TokenFields {
  name: string
  scopes: Scope[]
  expiresAt?: Date
  allowedNetworks?: string[]
}

export interface MadeToken {
  id: number
  token: string
}

/**
 * @param user locked, with the role @throws ConflictException if there are too many, ValidationException for a scope
 * that the user lacks
 */
export async function insertToken(
  user: User,
  { name, scopes, expiresAt, allowedNetworks = [] }: TokenFields,
  client: TransactionClientContract
): Promise<MadeToken> {
  refuseUngranted(scopes, user)
  await refuseTooMany(user.id, client)
  const token = newPersonalToken()
  const { id } = await PersonalToken.create(
    {
      userId: user.id,
      name,
      scopes,
      digest: digestOfPersonalToken(token)!,
      lastFour: token.slice(-4),
      allowedNetworks: allowedNetworks.length > 0 ? allowedNetworks : null,
      expiresAt: expiresAt ? DateTime.fromJSDate(expiresAt) : DateTime.now().plus({ year: 1 }),
    },
    { client }
  )
  return { id, token }
}

function refuseUngranted(scopes: Scope[], { username, permissions }: User) {
  const problems = scopes.flatMap((scope, index) => {
    if (isGivenBy(scope, permissions)) return []
    const detail = `@${username} does not have the permission ${scope}.`
    return [{ pointer: `/scopes/${index}`, rule: 'permission', detail }]
  })
  if (problems.length > 0) throw new ValidationException(problems)
}

async function refuseTooMany(userId: number, client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    'select count(*)::integer as live from personal_tokens where user_id = ? and expires_at > now()',
    [userId]
  )
  if (rows[0].live < PersonalToken.maxPerUser) return
  throw new ConflictException(
    `A user has up to ${PersonalToken.maxPerUser} tokens. Revoke a token that you no longer need.`
  )
}
