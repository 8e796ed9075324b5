/** The entries of a user's security log. */
export const securityEvents = [
  'signed_in',
  'refresh_token_reused',
  'email_confirmed',
  'email_change_requested',
  'email_changed',
  'email_change_undone',
  'email_change_withdrawn',
  'password_changed',
  'password_reset_requested',
  'password_reset',
  'password_set_by_staff',
  'username_changed',
  'data_exported',
  'token_created',
  'token_revoked',
  'totp_enabled',
  'totp_removed',
  'passkey_added',
  'passkey_removed',
  'recovery_codes_renewed',
  'recovery_code_used',
  'factors_removed_by_staff',
  'identity_linked',
  'identity_removed',
] as const
export type SecurityEventName = (typeof securityEvents)[number]

export interface Source {
  address: string | null
  userAgent: string | null
}

export const keptEventDays = 365
