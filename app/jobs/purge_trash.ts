import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { MAX_PURGED, purgeTrashed } from '#actions/posts/purge_trashed'

/** Ends what has been in the trash for TRASH_KEEP. @param signal stops after a batch @returns posts */
export async function purgeTrash(signal?: AbortSignal): Promise<number> {
  const keep = config.get<number>('content.trashKeepSeconds')
  const { rows } = await db.rawQuery(`select now() - ? * interval '1 s' as until`, [keep])
  let total = 0
  for (let purged = MAX_PURGED; purged === MAX_PURGED && !signal?.aborted; total += purged) {
    purged = await purgeTrashed({ until: rows[0].until })
  }
  return total
}
