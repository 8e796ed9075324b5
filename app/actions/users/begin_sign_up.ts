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
  acceptedTerms: string | null
  address: string
  inviteId: number | null
  /** The text that staff read after the e-mail is confirmed. */
  application?: string | null
  client: QueryClientContract
}

/**
 * Keeps a sign-up until its e-mail is confirmed. No look-up of the e-mail before the mail, so that neither answer nor
 * time reveals an account. @throws UsernameTakenException
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
