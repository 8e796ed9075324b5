/** What a mail is about. A job names it, and the row that caused the mail. */
export const mailKinds = [
  'sign_up',
  'email_confirmation',
  'email_change',
  'email_change_notice',
  'email_changed',
  'data_export',
  'password_changed',
  'password_reset',
  'token_unused',
  'invite',
  'application_approved',
  'application_rejected',
  'username',
  'second_factor',
  'identity',
  'new_sign_in',
  'webhook_disabled',
] as const
export type MailKind = (typeof mailKinds)[number]

export const mailLanguages = ['en', 'de'] as const
export type MailLanguage = (typeof mailLanguages)[number]
