import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { completeEmailChange } from '#actions/users/exchange_email'
import { noteInvite, roleOf, useInvite } from '#actions/users/use_invite'
import { takenOr } from '#db/taken'
import UserUpdated from '#events/user_updated'
import LinkException from '#exceptions/link_exception'
import DeadEmail from '#models/dead_email'
import EmailConfirmation from '#models/email_confirmation'
import SecurityEvent from '#models/security_event'
import SignUp, { termsOf } from '#models/sign_up'
import User from '#models/user'
import type { Credentials } from '#queries/users/find_credentials'
import { freeUsername } from '#queries/users/free_username'
import { refuseTaken } from '#queries/users/refuse_taken'
import type { Source } from '#domain/security_event'
import type { SignupMode } from '#domain/signup'

interface ConfirmEmailInput {
  token: string
  source: Source
}

/**
 * Confirms an e-mail by its link, which begins an account or changes one. @returns the new account; `waits` if staff
 * decide on it; null for an existing one @throws LinkException, EmailTakenException if another account now has the
 * e-mail, InviteException if the invite is used up
 */
export default class ConfirmEmail {
  async handle({ token, source }: ConfirmEmailInput): Promise<Credentials | 'waits' | null> {
    const { begun, user } = await db
      .transaction(async (client) => {
        const signUp = await SignUp.lockedBy(token, client)
        if (signUp) return { begun: await this.#beginAccount(signUp, source, client), user: null }
        const changed = await completeEmailChange(token, source, client)
        return { begun: null, user: changed ?? (await this.#confirm(token, source, client)) }
      })
      .catch((error) => Promise.reject(takenOr(error)))
    if (user) await UserUpdated.dispatch(user.id)
    return begun
  }

  async #confirm(token: string, source: Source, client: TransactionClientContract): Promise<User> {
    const user = await EmailConfirmation.redeem(token, client)
    if (!user) throw new LinkException()
    await user.merge({ emailConfirmedAt: DateTime.now() }).save()
    await this.#note(user, source, client)
    return user
  }

  async #beginAccount(signUp: SignUp, source: Source, client: TransactionClientContract) {
    if (signUp.isExpired) throw new LinkException()
    if (waitsForApproval(signUp)) return this.#apply(signUp, client)
    const { email, displayName, language, password, inviteId } = signUp
    const invite = inviteId === null ? null : await useInvite({ id: inviteId }, email, client)
    const username = await freeUsername(signUp, client)
    const account = {
      email,
      username,
      password,
      displayName,
      language,
      ...termsOf(signUp),
      ...roleOf(invite),
    }
    const user = await User.createHashed(account, client)
    // With all other sign-ups for the e-mail.
    await SignUp.discardAll(email, client)
    await this.#note(user, source, client)
    if (invite) await noteInvite(invite, user, client)
    return { id: user.id, password, hasSecondFactor: false }
  }

  async #apply(signUp: SignUp, client: TransactionClientContract): Promise<'waits'> {
    const { id, email } = signUp
    await refuseTaken({ email }, client)
    await signUp.apply()
    await SignUp.discardAll(email, client, { except: id })
    await DeadEmail.revive(email, client)
    return 'waits'
  }

  async #note({ id, email }: User, source: Source, client: TransactionClientContract) {
    await DeadEmail.revive(email, client)
    await SecurityEvent.record('email_confirmed', { userId: id, source }, client)
  }
}

const waitsForApproval = ({ application }: SignUp): boolean =>
  application !== null && config.get<SignupMode>('accounts.signup') === 'approval'
