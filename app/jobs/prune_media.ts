import db from '@adonisjs/lucid/services/db'
import { deleteOriginal } from '#jobs/media/make_copies'
import { pruneImportedBytes } from '#jobs/media/prune_imported_bytes'
import { mayDeleteBytes } from '#media/bytes_lock'
import { keyOf, storage } from '#media/storage'
import { UPLOAD_HOURS } from '#domain/media'

const BATCH_FILES = 50

/**
 * Deletes files without a row of a user, and what is left of uploads and imports that ended with their process. While
 * an export reads files, they wait for the next run. @returns rows
 */
export async function pruneMedia(signal?: AbortSignal): Promise<number> {
  let total = (await pruneUploads()) + (await pruneOriginals()) + (await pruneImportedBytes())
  for (let count = BATCH_FILES; count === BATCH_FILES && !signal?.aborted; total += count) {
    count = await pruneFiles()
  }
  return total
}

/** An upload of the same content waits for the lock, and then writes the bytes anew. */
const pruneFiles = (): Promise<number> =>
  db.transaction(async (client) => {
    if (!(await mayDeleteBytes(client))) return 0
    const { rows: candidates } = await client.rawQuery(
      `select id from media_files
       where not exists (select from media where media.file_id = media_files.id)
       order by id limit ${BATCH_FILES} for update skip locked`
    )
    const ids: number[] = candidates.map(({ id }: { id: number }) => id)
    // Another statement sees the rows that were written before the lock.
    const { rows } = await client.rawQuery(
      `select media_variants.name from media_variants
       where file_id = any(:ids) and not exists (select from media where media.file_id = media_variants.file_id)`,
      { ids } as Record<string, any>
    )
    for (const { name } of rows) await storage.delete(keyOf(name))
    const { rowCount } = await client.rawQuery(
      `delete from media_files
       where id = any(:ids) and not exists (select from media where media.file_id = media_files.id)`,
      { ids } as Record<string, any>
    )
    return rowCount
  })

/** Uploads of pictures that have their copies. */
async function pruneOriginals(): Promise<number> {
  const rows = await db
    .from('media_variants')
    .join('media_files', 'media_files.id', 'media_variants.file_id')
    .where({ 'purpose': 'original', 'media_files.kind': 'image' })
    .whereNot('media_files.status', 'processing')
    .limit(BATCH_FILES)
    .select('file_id')
  for (const { file_id: id } of rows) await deleteOriginal(id)
  return rows.length
}

async function pruneUploads(): Promise<number> {
  const { rowCount } = await db.rawQuery(
    `delete from media where file_id is null and created_at < now() - interval '${UPLOAD_HOURS} hours'`
  )
  const end = Date.now() - UPLOAD_HOURS * 3_600_000
  for (const { key, modified } of await storage.incoming()) {
    if (modified.getTime() < end) await storage.delete(key)
  }
  return rowCount
}
