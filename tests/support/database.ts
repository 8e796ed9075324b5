import limiter from '@adonisjs/limiter/services/main'
import db from '@adonisjs/lucid/services/db'
import cache from '#queries/coherence/cache'

/**
 * Empties the tables, the caches and the limits. Tests commit for real, so that events, races and
 * other connections see what a client would see; ids go on, so that nothing old is met again.
 */
export async function emptyDatabase() {
  await db.rawQuery(
    'truncate users, posts, votes, comments, sessions, idempotency_keys, rate_limits'
  )
  await cache.drop('*')
  await limiter.clear()
}

/** The only row of a table that has these columns. */
export function row(table: string, where: Record<string, unknown>) {
  return db.from(table).where(where).firstOrFail()
}
