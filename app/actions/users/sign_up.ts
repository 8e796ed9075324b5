import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { noteInvite, roleOf, useInvite } from '#actions/users/use_invite'
import { takenOr } from '#db/taken'
import { sendsMails } from '#mail/availability'
import { queueMails } from '#mail/outbox'
import EmailConfirmation from '#models/email_confirmation'
import User from '#models/user'
import { refuseTaken } from '#queries/users/refuse_taken'
import { randomUsername } from '#domain/username'

interface SignUpInput {
  email: string
  password: string
  username?: string
  displayName?: string | null
  /** The language of mails: a BCP 47 tag. */
  language?: string | null
  acceptedTerms: string | null
  /** Whether a mail asks to confirm the e-mail. */
  confirms: boolean
  invite?: string
  client: QueryClientContract
}

/**
 * Makes an account at once. A generated username does not reveal the e-mail.
 * @throws EmailTakenException, UsernameTakenException, InviteException
 */
export default class SignUp {
  async handle({
    username = randomUsername(),
    confirms,
    invite: token,
    client,
    ...details
  }: SignUpInput): Promise<User> {
    const { email } = details
    return client.transaction(async (trx) => {
      const invite = token === undefined ? null : await useInvite({ token }, email, trx)
      await refuseTaken({ email, username }, trx)
      // The link of an invite for an e-mail was mailed there.
      const emailConfirmedAt = invite?.email ? DateTime.now() : null
      const acceptedTermsAt = details.acceptedTerms === null ? null : DateTime.now()
      const times = { emailConfirmedAt, acceptedTermsAt }
      const account = { ...details, username, ...times, ...roleOf(invite) }
      const user = await User.create(account, { client: trx }).catch((error) =>
        Promise.reject(takenOr(error))
      )
      if (confirms && !emailConfirmedAt && sendsMails()) {
        const id = await EmailConfirmation.begin(user, trx)
        await queueMails([{ kind: 'email_confirmation', id }], trx)
      }
      if (invite) await noteInvite(invite, user, trx)
      return user.refresh()
    })
  }
}
