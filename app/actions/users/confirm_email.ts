import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { noteInvite, roleOf, useInvite } from '#actions/users/use_invite'
import { takenOr } from '#db/taken'
import LinkException from '#exceptions/link_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'
import DeadEmail from '#models/dead_email'
import EmailConfirmation from '#models/email_confirmation'
import SecurityEvent from '#models/security_event'
import SignUp from '#models/sign_up'
import User from '#models/user'
import type { Credentials } from '#queries/users/find_credentials'
import { refuseTaken } from '#queries/users/refuse_taken'
import type { Source } from '#domain/security_event'
import { randomUsername } from '#domain/username'

interface ConfirmEmailInput {
  /** Of the link in the mail. */
  token: string
  source: Source
}

/**
 * Confirms an e-mail by the link of a mail: an account begins, or its e-mail counts as confirmed.
 * @returns the new account, which may be signed in; null for one that exists already
 * @throws LinkException, EmailTakenException if an account has got the e-mail meanwhile, InviteException if the invite
 * of a sign-up is used up
 */
export default class ConfirmEmail {
  handle({ token, source }: ConfirmEmailInput): Promise<Credentials | null> {
    return db.transaction(async (client) => {
      const signUp = await SignUp.lockedBy(token, client)
      if (signUp) return this.#beginAccount(signUp, source, client)
      const user = await EmailConfirmation.redeem(token, client)
      if (!user) throw new LinkException()
      await user.merge({ emailConfirmedAt: DateTime.now() }).save()
      await this.#note(user, source, client)
      return null
    })
  }

  async #beginAccount(signUp: SignUp, source: Source, client: TransactionClientContract) {
    if (signUp.isExpired) throw new LinkException()
    const { email, displayName, language, password, inviteId } = signUp
    const invite = inviteId === null ? null : await useInvite({ id: inviteId }, email, client)
    const username = await this.#freeName(signUp, client)
    const account = { email, username, password, displayName, language, ...roleOf(invite) }
    const user = await User.createHashed(account, client).catch((error) =>
      Promise.reject(takenOr(error))
    )
    // Its rivals for the e-mail, too.
    await SignUp.discardAll(email, client)
    await this.#note(user, source, client)
    if (invite) await noteInvite(invite, user, client)
    return { id: user.id, password }
  }

  /** The name may have been taken since. @throws EmailTakenException */
  async #freeName({ email, username }: SignUp, client: TransactionClientContract): Promise<string> {
    const name = username ?? randomUsername()
    return refuseTaken({ email, username: name }, client).then(
      () => name,
      async (error) => {
        if (!(error instanceof UsernameTakenException)) throw error
        await refuseTaken({ email }, client)
        return randomUsername()
      }
    )
  }

  async #note({ id, email }: User, source: Source, client: TransactionClientContract) {
    await DeadEmail.revive(email, client)
    await SecurityEvent.record('email_confirmed', { userId: id, source }, client)
  }
}
