import { randomBytes } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { takenOr } from '#db/taken'
import AccountChanged from '#events/account_changed'
import SessionsEnded from '#events/sessions_ended'
import UserUpdated from '#events/user_updated'
import LinkException from '#exceptions/link_exception'
import { queueMails } from '#mail/outbox'
import DeadEmail from '#models/dead_email'
import EmailChange from '#models/email_change'
import EmailConfirmation from '#models/email_confirmation'
import Identity from '#models/identity'
import PasswordReset from '#models/password_reset'
import PersonalToken from '#models/personal_token'
import { removeAllFactors } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import Session from '#models/session'
import type { Source } from '#domain/security_event'

interface UndoEmailChangeInput {
  token: string
  source: Source
}

/**
 * Gives an account back to the owner of its former e-mail. Voids the password, which the thief knows, all sessions and
 * tokens, and factors and identities added since. A mail sets a new password. @throws LinkException, EmailTakenException
 */
export default class UndoEmailChange {
  async handle({ token, source }: UndoEmailChangeInput): Promise<void> {
    const { id, ended } = await db
      .transaction(async (client) => {
        const found = await EmailChange.lockedBy('undoDigest', token, client)
        if (!found?.change.isUndoable) throw new LinkException()
        const { change, user } = found
        if (change.confirmedAt !== null) user.email = change.oldEmail
        user.emailConfirmedAt = DateTime.now()
        user.password = randomBytes(32).toString('base64url')
        await user.save()
        await change.discardFromHere(client)
        await DeadEmail.revive(user.email, client)
        await EmailConfirmation.discardAll(user.id, client)
        await PasswordReset.discardAll(user.id, client)
        await SecurityEvent.record('email_change_undone', { userId: user.id, source }, client)
        const reset = await PasswordReset.requestFor(user.id, source, client)
        await queueMails([{ kind: 'password_reset', id: reset }], client)
        await PersonalToken.revokeAll(user.id, client)
        const since = change.createdAt.toJSDate()
        await removeAllFactors(user.id, client, since)
        await Identity.deleteAll(user.id, client, since)
        return { id: user.id, ended: await Session.revokeAll(user.id, client) }
      })
      .catch((error) => Promise.reject(takenOr(error)))
    await SessionsEnded.dispatch(ended)
    await AccountChanged.dispatch(id)
    await UserUpdated.dispatch(id)
  }
}
