import db from '@adonisjs/lucid/services/db'
import cache from '#queries/coherence/cache'
import { lastMoment } from '#support/moderation'
import type { Actor } from '#support/roles'

/** What must be known of who asks, on every request with a token. */
export interface Account extends Actor {
  sessionId: number
  /** Milliseconds since 1970; null for who may write. */
  silencedUntil: number | null
}

const lifetime = 60_000

export const sessionSubject = (id: number) => `session:${id}`
export const accountSubject = (id: number) => `account:${id}`

/**
 * The account behind a session, from the cache; null when the session has ended. The state is
 * dropped when the session ends or its user changes, so no request needs a query for it.
 */
export function accountOf(userId: number, sessionId: number): Promise<Account | null> {
  return cache.remember(
    `account:${userId}:${sessionId}`,
    { subjects: [sessionSubject(sessionId), accountSubject(userId)], ttl: lifetime },
    async () => {
      const row = await db
        .from('sessions')
        .join('users', 'users.id', 'sessions.user_id')
        .whereNull('users.erased_at')
        .select('users.id', 'users.role', 'users.silenced_at', 'users.silenced_until')
        .where('sessions.id', sessionId)
        .where('sessions.user_id', userId)
        .where('sessions.expires_at', '>', new Date())
        .first()
      if (!row) return null
      const silencedUntil = row.silenced_at && (row.silenced_until?.getTime() ?? lastMoment)
      return { id: row.id, role: row.role, sessionId, silencedUntil }
    }
  )
}
