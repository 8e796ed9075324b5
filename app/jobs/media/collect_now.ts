import db from '@adonisjs/lucid/services/db'
import { collect, type Collected } from '#jobs/collect_media'
import { countUnowned, pruneMedia } from '#jobs/prune_media'

/** With what was deleted of the storage: contents without a file of a user. */
export interface CollectedNow extends Collected {
  contents: number
}

/** Does at once what jobs do every ten minutes. A dry run tells what they would do. */
export async function collectNow({ dryRun }: { dryRun: boolean }): Promise<CollectedNow> {
  if (!dryRun) return { ...(await collect()), contents: await pruneMedia() }
  const client = await db.transaction()
  try {
    return { ...(await collect(client)), contents: await countUnowned(client) }
  } finally {
    await client.rollback()
  }
}
