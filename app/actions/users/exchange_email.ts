import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { sendsMails } from '#mail/availability'
import { queueMails } from '#mail/outbox'
import DeadEmail from '#models/dead_email'
import EmailChange from '#models/email_change'
import EmailConfirmation from '#models/email_confirmation'
import PasswordReset from '#models/password_reset'
import SecurityEvent from '#models/security_event'
import type User from '#models/user'
import { refuseTaken } from '#queries/users/refuse_taken'
import type { Source } from '#domain/security_event'

export interface NewEmail {
  email: string
  /** Whether the new address must confirm it first. */
  waits: boolean
  source: Source
}

/** Keeps a new e-mail until it is confirmed, and tells the owner of the present one. Needs a lock on the user. */
export async function askForEmail(
  user: User,
  newEmail: NewEmail,
  client: TransactionClientContract
): Promise<void> {
  await EmailChange.discardOpen(user.id, client)
  const { id } = await begin(user, newEmail, client)
  const log = { userId: user.id, source: newEmail.source }
  await SecurityEvent.record('email_change_requested', log, client)
  const kinds = ['email_change', 'email_change_notice'] as const
  await queueMails(
    kinds.map((kind) => ({ kind, id })),
    client
  )
}

/** Sets another e-mail, without saving. Needs a lock on the user. */
export async function replaceEmail(
  user: User,
  newEmail: NewEmail,
  client: TransactionClientContract
): Promise<void> {
  await EmailChange.discardOpen(user.id, client)
  if (sendsMails()) {
    const change = await begin(user, newEmail, client)
    await change.merge({ confirmedAt: DateTime.now() }).save()
    await queueMails([{ kind: 'email_changed', id: change.id }], client)
  }
  user.merge({ email: newEmail.email, emailConfirmedAt: null })
  await noteChange(user, newEmail.source, client)
}

/** Confirms a change from the new address. @returns null for a token of another kind @throws EmailTakenException */
export async function completeEmailChange(
  token: string,
  source: Source,
  client: TransactionClientContract
): Promise<User | null> {
  const found = await EmailChange.lockedBy('digest', token, client)
  if (!found?.change.isOpen) return null
  const { change, user } = found
  const { newEmail: email } = change
  await refuseTaken({ email }, client, { except: user.id })
  await user.merge({ email, emailConfirmedAt: DateTime.now() }).save()
  await DeadEmail.revive(email, client)
  await change.useTransaction(client).merge({ confirmedAt: DateTime.now() }).save()
  await noteChange(user, source, client)
  await queueMails([{ kind: 'email_changed', id: change.id }], client)
  return user
}

const begin = (user: User, { email, source }: NewEmail, client: TransactionClientContract) =>
  EmailChange.create(
    {
      userId: user.id,
      oldEmail: user.email,
      newEmail: email,
      // The former address may be mistyped: if it was never confirmed, its owner must not get the account.
      undoable: user.emailConfirmedAt !== null,
      address: source.address,
    },
    { client }
  )

/** Ends the links in mails to the former e-mail too. */
async function noteChange({ id }: User, source: Source, client: TransactionClientContract) {
  await EmailConfirmation.discardAll(id, client)
  await PasswordReset.discardAll(id, client)
  await SecurityEvent.record('email_changed', { userId: id, source }, client)
}
