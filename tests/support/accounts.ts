import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { signAccessToken } from '#auth/access_token'
import EraseUser from '#actions/users/erase_user'
import Session from '#models/session'
import User from '#models/user'
import type { Confirmation } from '#queries/users/lock_confirmed'
import { password } from '#database/factories/user_factory'

export interface Tokens {
  access_token: string
  token_type: 'bearer'
  expires_in: number
  refresh_token: string
}

/** Signs in through the API, with the factory's password unless another is given. */
export async function signIn(
  client: ApiClient,
  { username }: { username: string },
  secret: string = password
): Promise<Tokens> {
  const response = await client.post('/login').json({ username, password: secret })
  response.assertStatus(200)
  return response.body()
}

/** An access token of a new session, without a password check. */
export async function tokenOf({ id: userId }: { id: number }): Promise<string> {
  const sessionId = await newSession(userId)
  const methods = ['pwd' as const]
  return signAccessToken({ userId, sessionId, methods, authenticatedAt: new Date() }, 900)
}

/** A user who has just given the password in a new session, as actions take it. */
export async function confirmationOf({ id }: { id: number }): Promise<Confirmation> {
  const { password: hash } = await User.findOrFail(id)
  const known = { id, password: hash, hasSecondFactor: false }
  return { ...known, sessionId: await newSession(id) }
}

async function newSession(userId: number): Promise<number> {
  const expiresAt = DateTime.now().plus({ hour: 1 })
  const session = { userId, secret: Session.newSecret(), generation: 1, expiresAt }
  const { id } = await Session.create(session)
  return id
}

/** Where a request of a test comes from. */
export const source = { address: '192.0.2.7', userAgent: 'test' }

/** Erases the user's own account, without a request. */
export async function eraseOwn(user: { id: number }): Promise<void> {
  await new EraseUser().handle({ confirmed: await confirmationOf(user), unlessStale: () => {} })
}

/** The id of the session that an access token belongs to. */
export function sessionOf({ access_token: token }: Tokens): number {
  const payload = Buffer.from(token.split('.')[1], 'base64url').toString()
  return Number(JSON.parse(payload).sid)
}
