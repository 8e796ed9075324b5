import config from '@adonisjs/core/services/config'
import type { Permission } from '#domain/permissions'
import { isStaff } from '#domain/roles'
import type { FactorPolicy } from '#domain/second_factor'

/** SQL on a row of users: whether a second factor is on. */
export const hasSecondFactor = (users = 'users') => `
  (
    exists (
      select from totp_secrets
      where totp_secrets.user_id = ${users}.id and totp_secrets.confirmed_at is not null
    ) or exists (select from passkeys where passkeys.user_id = ${users}.id)
  )`

/** Whether REQUIRE_2FA asks for a second factor. */
export function needsSecondFactor(permissions: ReadonlySet<Permission>): boolean {
  const policy = config.get<FactorPolicy>('second_factors.required')
  return policy === 'all' || (policy === 'staff' && isStaff({ permissions }))
}
