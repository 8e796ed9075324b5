import type { ApiClient } from '@japa/api-client'
import { password } from '#database/factories/user_factory'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { tokenIn, type Received } from '#tests/support/mail_server'
import type { Mails } from '#tests/support/mails'

/** The e-mail of an account, and the one that it asks for. */
export const [old, wanted] = ['ada@example.org', 'lovelace@example.org']

/** A new password. */
export const fresh = 'staple these together'

export const confirm = (client: ApiClient, token: string) =>
  client.post('/email-confirmations').json({ token })

export const undo = (client: ApiClient, token: string) =>
  client.post('/email-changes/undo').json({ token })

export const login = (client: ApiClient, username: string, secret = password) =>
  client.post('/login').json({ username, password: secret })

/** Asks for another e-mail, in a new session. */
export async function change(client: ApiClient, user: User, email = wanted, more: object = {}) {
  const { access_token: token } = await signIn(client, user)
  const body = { email, current_password: password, ...more }
  return client.patch('/users/me').bearerToken(token).json(body)
}

/** Asks for another e-mail, and sends the mails. @returns the mails, by kind */
export async function asked(client: ApiClient, mails: Mails, user: User, email = wanted) {
  await answers(change(client, user, email), 202)
  return byKind(await mails.sent())
}

/** Asks for another e-mail and confirms it. @returns the mail to the former address */
export async function changed(client: ApiClient, mails: Mails, user: User, email = wanted) {
  const { email_change: mail } = await asked(client, mails, user, email)
  await answers(confirm(client, tokenIn(mail)), 204)
  return mails.onlyOne()
}

export const byKind = (mails: Received[]): Record<string, Received> =>
  Object.fromEntries(mails.map((mail) => [mail.kind, mail]))
