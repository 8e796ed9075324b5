import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { mediaQueue, type MediaJob } from '#queue/queues'

interface RebuildMediaInput {
  /** Of files of users; all pictures if there are none. */
  ids: number[]
  dryRun?: boolean
}

const BATCH_PICTURES = 1000

/** The master of a failed picture was never made, and its upload is gone. */
const canBeProcessed = `kind = 'image' and status <> 'failed' and exists (
  select from media_variants where file_id = media_files.id and purpose in ('master', 'original')
)`

/** Queues pictures, so that their copies are made anew. @returns their number @throws NotFoundException */
export default class RebuildMedia {
  async handle({ ids, dryRun = false }: RebuildMediaInput): Promise<number> {
    if (ids.length > 0) await refuseOthers(ids)
    let total = 0
    for (let last = 0; ;) {
      const pictures = await picturesAfter(last, ids)
      if (pictures.length === 0) return total
      total += pictures.length
      last = pictures.at(-1)!.id
      if (!dryRun) await mediaQueue.sendAll(pictures.map(jobOf), { client: db.connection() })
    }
  }
}

interface Picture {
  id: number
  status: string
}

const jobOf = ({ id, status }: Picture): MediaJob => ({
  work: status === 'processing' ? 'file' : 'copies',
  id,
})

async function picturesAfter(last: number, ids: number[]): Promise<Picture[]> {
  const query = db
    .from('media_files')
    .where('id', '>', last)
    .whereRaw(canBeProcessed)
    .orderBy('id')
    .limit(BATCH_PICTURES)
    .select('id', 'status')
  if (ids.length > 0) query.whereIn('id', db.from('media').whereIn('id', ids).select('file_id'))
  return query
}

async function refuseOthers(ids: number[]): Promise<void> {
  const known: { id: number }[] = await db
    .from('media')
    .whereIn('media.id', ids)
    .whereIn('file_id', db.from('media_files').whereRaw(canBeProcessed).select('id'))
    .select('id')
  const found = new Set(known.map(({ id }) => id))
  const missing = ids.find((id) => !found.has(id))
  if (missing !== undefined) throw new NotFoundException(`picture as file ${missing}`)
}
