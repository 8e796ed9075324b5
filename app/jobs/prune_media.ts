import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { deleteOriginal } from '#jobs/media/make_copies'
import { pruneImportedBytes } from '#jobs/media/prune_imported_bytes'
import { mayDeleteBytes } from '#media/bytes_lock'
import { keyOf, resumableIn, storage } from '#media/storage'
import { isReported } from '#resources/media_parts'
import { UPLOAD_HOURS } from '#domain/media'

const BATCH_FILES = 50

const hasNoOwner = 'not exists (select from media where media.file_id = media_files.id)'

/** A user let go of it. The bytes of a reported content stay. */
const isReleased = `released_at is not null and not ${isReported('media_files.id')}`

/**
 * Deletes files without a row of a user, and what is left of uploads and imports that ended with their process. While
 * an export or a backup reads files, they wait for the next run. @returns rows
 */
export async function pruneMedia(signal?: AbortSignal): Promise<number> {
  let total = (await pruneUploads()) + (await pruneOriginals()) + (await pruneImportedBytes())
  for (let count = BATCH_FILES; count === BATCH_FILES && !signal?.aborted;) {
    const { looked, pruned } = await pruneFiles()
    count = looked
    total += pruned
  }
  return total
}

/** An upload of the same content waits for the lock, and then writes the bytes anew. */
const pruneFiles = (): Promise<{ looked: number; pruned: number }> =>
  db.transaction(async (client) => {
    if (!(await mayDeleteBytes(client))) return { looked: 0, pruned: 0 }
    const { rows } = await client.rawQuery(
      `select id from media_files where ${isReleased}
       order by released_at, id limit ${BATCH_FILES} for update skip locked`
    )
    const ids: number[] = rows.map(({ id }: { id: number }) => id)
    return { looked: ids.length, pruned: await pruneLocked(ids, client) }
  })

/** The row of a barred content stays, and refuses its uploads. @returns deleted rows */
async function pruneLocked(ids: number[], client: TransactionClientContract): Promise<number> {
  if (ids.length === 0) return 0
  const bindings = { ids } as Record<string, any>
  // Another statement sees the rows that were written before the lock.
  const { rows } = await client.rawQuery(
    `select media_variants.name from media_variants
     join media_files on media_files.id = media_variants.file_id
     where media_files.id = any(:ids) and ${hasNoOwner}`,
    bindings
  )
  for (const { name } of rows) await storage.delete(keyOf(name))
  const { rowCount } = await client.rawQuery(
    `delete from media_files where id = any(:ids) and ${hasNoOwner} and barred_at is null`,
    bindings
  )
  await client.rawQuery(
    `delete from media_variants using media_files
     where media_files.id = file_id and file_id = any(:ids) and ${hasNoOwner}`,
    bindings
  )
  await client.rawQuery('update media_files set released_at = null where id = any(:ids)', bindings)
  return rowCount
}

/** @returns contents that a run would delete, without the bars that stay */
export async function countUnowned(client: QueryClientContract): Promise<number> {
  const [{ count }] = await client
    .from('media_files')
    .whereRaw(`${isReleased} and ${hasNoOwner} and barred_at is null`)
    .count('* as count')
  return Number(count)
}

/** Uploads of pictures that have their copies. */
async function pruneOriginals(): Promise<number> {
  const rows = await db
    .from('media_variants')
    .join('media_files', 'media_files.id', 'media_variants.file_id')
    .where('purpose', 'original')
    .whereRaw(`media_variants.content_type like 'image/%'`)
    .whereNot('media_files.status', 'processing')
    .limit(BATCH_FILES)
    .select('file_id')
  for (const { file_id: id } of rows) await deleteOriginal(id)
  return rows.length
}

/** An upload in parts has more time. */
async function pruneUploads(): Promise<number> {
  const { rowCount } = await db.rawQuery(
    `delete from media where file_id is null and created_at < now() - interval '${UPLOAD_HOURS} hours'
       and not exists (
         select from resumable_uploads where media_id = media.id and expires_at > now()
       )`
  )
  const end = Date.now() - UPLOAD_HOURS * 3_600_000
  for (const { key, modified } of await storage.incoming()) {
    if (modified.getTime() < end && !(await isResumable(key))) await storage.delete(key)
  }
  return rowCount
}

async function isResumable(key: string): Promise<boolean> {
  const id = resumableIn(key)
  if (id === null) return false
  return (await db.from('resumable_uploads').where('media_id', id).first()) !== null
}
