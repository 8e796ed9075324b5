import db from '@adonisjs/lucid/services/db'
import { purgeBatch } from '#actions/trash/purge_trash'
import { databaseTime } from '#db/database_time'
import { deletions } from '#queue/queues'

/** A request purges this many within a second. */
const MAX_BATCHES = 5

/** Purges a user's trash. @returns whether all is gone; otherwise a job purges the rest */
export default class EmptyTrash {
  async handle(authorId: number): Promise<boolean> {
    const until = (await databaseTime(db.connection())).toJSDate()
    for (let batch = 0; batch < MAX_BATCHES; batch++) {
      if ((await purgeBatch({ authorId, until })).isDone) return true
    }
    await deletions.send(
      { type: 'trash', id: authorId, until: until.getTime() },
      { client: db.connection() }
    )
    return false
  }
}
