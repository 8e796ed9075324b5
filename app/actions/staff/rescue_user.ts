import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import RequestPasswordReset from '#actions/users/request_password_reset'
import ConflictException from '#exceptions/conflict_exception'
import { sendsMails } from '#mail/availability'
import { queueMails } from '#mail/outbox'
import EmailChange from '#models/email_change'
import { removeAllFactors } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import type User from '#models/user'

/** For a user without any second factor left: removes them, ends all access, and mails a link for a new password. */
export default class RescueUser extends UserAction {
  override readonly name = 'user.rescue'
  override readonly description =
    'Remove all second factors, end all sessions and personal tokens, and mail a link for a new password'
  override readonly permission = 'users.manage'
  override readonly givesAccess = true
  override readonly settlesReports = false

  protected override async change(user: User, _: ActionParams, client: TransactionClientContract) {
    if (user.bot) throw new ConflictException('A bot has no second factor: it can’t sign in.')
    const removed = await removeAllFactors(user.id, client)
    const ended = await this.endAccess(user, client)
    await EmailChange.discardOpen(user.id, client)
    if (removed > 0) await tell(user, client)
    const mailed = sendsMails()
    if (mailed) await new RequestPasswordReset().handle({ email: user.email, source, client })
    const isAny = mailed || removed > 0 || Object.values(ended).some((count) => count > 0)
    return isAny ? { factors_removed: removed, ...ended, link_mailed: mailed } : undefined
  }
}

/** A staff action has no source of the user. */
const source = { address: null, userAgent: null }

async function tell({ id: userId }: User, client: TransactionClientContract) {
  const log = { userId, source: null }
  const event = await SecurityEvent.record('factors_removed_by_staff', log, client)
  await queueMails([{ kind: 'second_factor', id: event.id }], client)
}
