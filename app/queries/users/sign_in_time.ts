import db from '@adonisjs/lucid/services/db'
import { hasSecondFactor } from '#models/second_factor_state'

/** SQL on a row of sessions with its user: the time of the last full proof, null without a second factor that is on. */
export const signInTime = `
  case when 'mfa' = any(sessions.amr) or not ${hasSecondFactor()}
  then coalesce(sessions.authenticated_at, sessions.created_at) end`

/** Bypasses the cache. @returns milliseconds since 1970 */
export async function signInTimeOf(sessionId: number): Promise<number> {
  const row = await db
    .from('sessions')
    .join('users', 'users.id', 'sessions.user_id')
    .select(db.raw(`${signInTime} as authenticated_at`))
    .where('sessions.id', sessionId)
    .first()
  return row?.authenticated_at?.getTime() ?? 0
}
