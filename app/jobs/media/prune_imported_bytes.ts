import db from '@adonisjs/lucid/services/db'
import { keyOf, storage } from '#media/storage'

const BATCH_ROWS = 100

/** An import that has not gone on for so long never will. */
const ABANDONED_DAYS = 7

/** A file that is uploaded, too, has a row before its bytes. */
const isUsed = `(
  exists (select from media_variants where media_variants.name = imported_bytes.name)
  or exists (select from media_files where media_files.sha256 = imported_bytes.file)
)`

/**
 * Forgets the bytes that an import has brought, and deletes those that no row names.
 * @param importId that has ended; by default all that never will @returns rows
 */
export async function pruneImportedBytes(importId: number | null = null): Promise<number> {
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS; total += count) count = await prune(importId)
  return total
}

const prune = (importId: number | null): Promise<number> =>
  db.transaction(async (client) => {
    const { rows } = await client.rawQuery(
      `select name, ${isUsed} as is_used from imported_bytes
       where import_id = :importId::bigint or :importId::bigint is null and import_id in (
         select id from imports
         where ended_at is not null or updated_at < now() - interval '${ABANDONED_DAYS} days'
       )
       order by name limit ${BATCH_ROWS} for update skip locked`,
      { importId } as Record<string, any>
    )
    for (const { name, is_used: isNamed } of rows) {
      if (!isNamed) await storage.delete(keyOf(name))
    }
    await client
      .from('imported_bytes')
      .whereIn(
        'name',
        rows.map(({ name }: { name: string }) => name)
      )
      .delete()
    return rows.length
  })
