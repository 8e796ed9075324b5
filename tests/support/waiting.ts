import { setTimeout as wait } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'

/** Waits until a condition holds; fails after five seconds. */
export async function until(holds: () => Promise<boolean>) {
  const deadline = Date.now() + 5000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('What was waited for did not come')
    await wait(5)
  }
}

/** Waits until as many statements of this database as given wait for a lock that another holds. */
export function untilBlocked(statements = 1) {
  return until(async () => {
    const { rows } = await db.rawQuery(
      `select count(*) as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`
    )
    return rows[0].waiting >= statements
  })
}
