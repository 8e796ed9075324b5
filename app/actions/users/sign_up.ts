import type { QueryClientContract } from '@adonisjs/lucid/types/database'
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
  /** Of mails: a BCP 47 tag. */
  language?: string | null
  /** Whether the e-mail is to be confirmed. */
  confirms: boolean
  client: QueryClientContract
}

/**
 * Makes an account at once. A mail asks to confirm the e-mail, where mails are sent and `confirms`.
 * Without a username, chooses one that does not reveal the email.
 * @throws EmailTakenException, UsernameTakenException
 */
export default class SignUp {
  async handle({
    username = randomUsername(),
    confirms,
    client,
    ...details
  }: SignUpInput): Promise<User> {
    await refuseTaken({ email: details.email, username }, client)
    const account = { ...details, username, emailConfirmedAt: null }
    return client.transaction(async (trx) => {
      const user = await User.create(account, { client: trx }).catch((error) =>
        Promise.reject(takenOr(error))
      )
      if (confirms && sendsMails()) {
        const id = await EmailConfirmation.begin(user, trx)
        await queueMails([{ kind: 'email_confirmation', id }], trx)
      }
      return user.refresh()
    })
  }
}
