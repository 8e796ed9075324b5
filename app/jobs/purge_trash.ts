import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { purgeBatch } from '#actions/trash/purge_trash'

/** Deletes posts and comments after TRASH_KEEP. @param signal stops after a batch @returns posts and comments */
export async function purgeTrash(signal?: AbortSignal): Promise<number> {
  const keep = config.get<number>('content.trashKeepSeconds')
  const { rows } = await db.rawQuery(`select now() - ? * interval '1 s' as until`, [keep])
  let total = 0
  for (let isDone = false; !isDone && !signal?.aborted;) {
    const batch = await purgeBatch({ until: rows[0].until })
    total += batch.purged
    isDone = batch.isDone
  }
  return total
}
