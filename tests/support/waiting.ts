import db from '@adonisjs/lucid/services/db'
import { eventually } from '#tests/support/eventually'

/** Waits until a number of statements of this database wait for a lock. */
export function untilBlocked(statements = 1) {
  return eventually(async () => {
    const { rows } = await db.rawQuery(
      `select count(*) as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`
    )
    return rows[0].waiting >= statements
  })
}
