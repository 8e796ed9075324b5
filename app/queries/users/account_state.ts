import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import { lastMoment } from '#domain/moderation'
import type { Account } from '#domain/account'
import { grantsOfRole } from '#models/grants'
import { hasSecondFactor, needsSecondFactor } from '#models/second_factor_state'
import { signInTime } from '#queries/users/sign_in_time'

const LIFETIME_MS = 60_000

export const sessionTag = (id: number) => `session:${id}`
export const accountTag = (id: number) => `account:${id}`

/** Invalidated when any role changes: that is rare, and one query renews an account. */
export const rolesTag = 'roles'

/** The account of a session from the cache, or null. Ended sessions and changed users invalidate it. */
export function accountOf(userId: number, sessionId: number): Promise<Account | null> {
  return cache.remember(
    `account:${userId}:${sessionId}`,
    { tags: [sessionTag(sessionId), accountTag(userId), rolesTag], ttl: LIFETIME_MS },
    async () => {
      const row = await db
        .from('sessions')
        .join('users', 'users.id', 'sessions.user_id')
        .join('roles', 'roles.name', 'users.role')
        .whereNull('users.erased_at')
        .select('users.id', 'users.silenced_at', 'users.silenced_until', 'users.accepted_terms')
        .select('roles.name', 'roles.rank', 'roles.permissions')
        .select(db.raw(`${signInTime} as authenticated_at`))
        .select(db.raw(`${hasSecondFactor()} as has_second_factor`))
        .where('sessions.id', sessionId)
        .where('sessions.user_id', userId)
        .where('sessions.expires_at', '>', new Date())
        .first()
      if (!row) return null
      const silencedUntil = row.silenced_at && (row.silenced_until?.getTime() ?? lastMoment)
      const permissions = grantsOfRole(row.name, row.permissions)
      return {
        id: row.id,
        rank: row.rank,
        permissions,
        sessionId,
        silencedUntil,
        acceptedTerms: row.accepted_terms,
        authenticatedAt: row.authenticated_at?.getTime() ?? 0,
        needsSecondFactor: !row.has_second_factor && needsSecondFactor(permissions),
      }
    }
  )
}
