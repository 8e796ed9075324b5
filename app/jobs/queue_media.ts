import db from '@adonisjs/lucid/services/db'
import { mediaQueue } from '#queue/queues'

const MAX_PICTURES = 1000

/** Queues pictures whose job was given up, such as while the storage was away. @returns queued jobs */
export async function queueMedia(): Promise<number> {
  const rows = await db
    .from('media_files')
    .where('status', 'processing')
    .orderBy('id')
    .limit(MAX_PICTURES)
    .select('id')
  const jobs = rows.map(({ id }: { id: number }) => ({ work: 'file' as const, id }))
  const sent = await mediaQueue.sendAll(jobs, { client: db.connection() })
  return sent.length
}
