import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import { queueMails } from '#mail/outbox'
import EmailChange from '#models/email_change'
import SecurityEvent from '#models/security_event'
import ConflictException from '#exceptions/conflict_exception'
import type User from '#models/user'

/** Sets a new password, and ends all sessions and personal tokens. */
export default class ResetUserPassword extends UserAction {
  override readonly name = 'user.reset_password'
  override readonly description = 'Set another password, and end all sessions and personal tokens'
  override readonly permission = 'users.manage'
  override readonly givesAccess = true
  override readonly takes = ['password'] as const
  override readonly settlesReports = false

  protected override async change(
    user: User,
    { password }: ActionParams,
    client: TransactionClientContract
  ) {
    if (user.bot) throw new ConflictException('A bot has no password: it acts only by its tokens.')
    await user.merge({ password: password! }).save()
    await EmailChange.discardOpen(user.id, client)
    const log = { userId: user.id, source: null }
    const { id } = await SecurityEvent.record('password_set_by_staff', log, client)
    await queueMails([{ kind: 'password_changed', id }], client)
    return this.endAccess(user, client)
  }
}
