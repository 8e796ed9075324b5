import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { queueMails } from '#mail/outbox'
import PasswordReset from '#models/password_reset'
import type { Source } from '#domain/security_event'

interface RequestPasswordResetInput {
  email: string
  source: Source
  client: QueryClientContract
}

/** Mails a link for a new password. Without an account, the same work sends nothing. */
export default class RequestPasswordReset {
  handle({ email, source, client }: RequestPasswordResetInput): Promise<void> {
    return client.transaction(async (trx) => {
      const id = await PasswordReset.request(email, source, trx)
      await queueMails([{ kind: 'password_reset', id }], trx)
    })
  }
}
