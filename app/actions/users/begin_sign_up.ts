import hash from '@adonisjs/core/services/hash'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import SignUp from '#models/sign_up'
import { refuseTaken } from '#queries/users/refuse_taken'

interface BeginSignUpInput {
  email: string
  password: string
  username?: string
  displayName?: string | null
  language?: string | null
  /** The version of the terms. */
  acceptedTerms: string | null
  address: string
  inviteId: number | null
  /** What staff read once the e-mail is confirmed. */
  application?: string | null
  client: QueryClientContract
}

/**
 * Keeps a sign-up until its e-mail is confirmed. Whether an account has the e-mail is not looked at before the mail
 * is sent, so that neither answer nor time tells. @throws UsernameTakenException
 */
export default class BeginSignUp {
  async handle({ client, password, username, ...details }: BeginSignUpInput): Promise<void> {
    await refuseTaken({ username }, client)
    const hashed = await hash.make(password)
    await client.transaction(async (trx) => {
      const { id } = await SignUp.create(
        { ...details, username: username ?? null, password: hashed },
        { client: trx }
      )
      await queueMails([{ kind: 'sign_up', id }], trx)
    })
  }
}
