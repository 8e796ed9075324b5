import db from '@adonisjs/lucid/services/db'
import { MAX_PURGED, purgeTrashed } from '#actions/posts/purge_trashed'
import { deletions } from '#queue/queues'

/** A request ends as many at once, within a second. */
const MAX_BATCHES = 5

/** Ends all posts in a user's trash. @returns whether all are gone; otherwise a job ends the rest */
export default class EmptyTrash {
  async handle(authorId: number): Promise<boolean> {
    const until = await now()
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      if ((await purgeTrashed({ authorId, until })) < MAX_PURGED) return true
    }
    await deletions.send(
      { type: 'trash', id: authorId, until: until.getTime() },
      { client: db.connection() }
    )
    return false
  }
}

async function now(): Promise<Date> {
  const { rows } = await db.rawQuery('select clock_timestamp() as now')
  return rows[0].now
}
