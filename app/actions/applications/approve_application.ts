import config from '@adonisjs/core/services/config'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { takenOr } from '#db/taken'
import NotFoundException from '#exceptions/not_found_exception'
import { queueMails } from '#mail/outbox'
import AuditEntry from '#models/audit_entry'
import EmailConfirmation from '#models/email_confirmation'
import SignUp, { termsOf } from '#models/sign_up'
import User from '#models/user'
import { findAuditEntry, type WrittenEntry } from '#queries/staff/list_audit'
import { freeUsername } from '#queries/users/free_username'
import type { Origin } from '#domain/moderation'
import type { VerificationMode } from '#domain/signup'

interface ApproveInput {
  id: number
  reason?: string
  origin: Origin
  client: QueryClientContract
}

/** Makes the applicant's account. @throws NotFoundException, EmailTakenException if an account now has the e-mail */
export default class ApproveApplication {
  handle({ id, reason, origin, client }: ApproveInput): Promise<WrittenEntry> {
    return client.transaction(async (trx) => {
      const application = await SignUp.lockedApplication(id, trx)
      if (!application) throw new NotFoundException('application')
      const user = await this.#makeUser(application, trx)
      // With all other sign-ups for the e-mail.
      await SignUp.discardAll(user.email, trx)
      await queueMails([{ kind: 'application_approved', id: user.id }], trx)
      const act = { action: 'user.approve', targetType: 'user', targetId: user.id } as const
      const after = { role: user.role, application_id: id }
      const entry = await AuditEntry.record(
        { ...act, subjectId: user.id, reason, after },
        origin,
        trx
      )
      return findAuditEntry(entry.id, { client: trx })
    })
  }

  async #makeUser(application: SignUp, client: TransactionClientContract): Promise<User> {
    const { email, displayName, language, password, emailConfirmed } = application
    const username = await freeUsername(application, client)
    const account = { email, username, password, displayName, language, ...termsOf(application) }
    const user = await User.createHashed(account, client).catch((error) =>
      Promise.reject(takenOr(error))
    )
    if (emailConfirmed) return user
    await user.merge({ emailConfirmedAt: null }).save()
    if (config.get<VerificationMode>('accounts.verifyEmail') !== 'off') {
      const id = await EmailConfirmation.begin(user, client)
      await queueMails([{ kind: 'email_confirmation', id }], client)
    }
    return user
  }
}
