import type { Letter } from '#mail/letter'
import { applicationApproved, applicationRejected } from '#jobs/mails/application'
import { dataExport } from '#jobs/mails/data_export'
import { emailChange, emailChanged, emailChangeNotice } from '#jobs/mails/email_change'
import { emailConfirmation } from '#jobs/mails/email_confirmation'
import { invite } from '#jobs/mails/invite'
import { newSignIn } from '#jobs/mails/new_sign_in'
import { passwordReset } from '#jobs/mails/password_reset'
import { aboutEvent } from '#jobs/mails/security_event'
import { tokenUnused } from '#jobs/mails/token_unused'
import { signUp } from '#jobs/mails/sign_up'
import { webhookDisabled } from '#jobs/mails/webhook_disabled'
import type { MailKind } from '#domain/mail'

/** The letter of a mail, by its kind. Null if its cause is gone. */
export const letters: Record<MailKind, (id: number) => Promise<Letter | null>> = {
  sign_up: signUp,
  email_confirmation: emailConfirmation,
  email_change: emailChange,
  email_change_notice: emailChangeNotice,
  email_changed: emailChanged,
  data_export: dataExport,
  password_changed: aboutEvent('password_changed'),
  password_reset: passwordReset,
  token_unused: tokenUnused,
  invite,
  application_approved: applicationApproved,
  application_rejected: applicationRejected,
  username: aboutEvent('username'),
  second_factor: aboutEvent('second_factor'),
  identity: aboutEvent('identity'),
  new_sign_in: newSignIn,
  webhook_disabled: webhookDisabled,
}
