import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import EmailConfirmation from '#models/email_confirmation'

interface RequestEmailConfirmationInput {
  email: string
  client: QueryClientContract
}

/** Repeats the mail of a sign-up or an unconfirmed e-mail. Without one, the same work sends nothing. */
export default class RequestEmailConfirmation {
  handle({ email, client }: RequestEmailConfirmationInput): Promise<void> {
    return client.transaction(async (trx) => {
      const id = await EmailConfirmation.request(email, trx)
      await queueMails([{ kind: 'email_confirmation', id }], trx)
    })
  }
}
