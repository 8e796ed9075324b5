import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import type { KeptFile } from '#cli/backups/media/kept_files'
import { namedFiles } from '#cli/backups/media/named_files'
import { readKept, type Open } from '#cli/backups/media/read_kept'
import type { MediaInput } from '#cli/backups/media/verify_media'
import { Failure } from '#cli/failure'
import { incomingKey, isStorageFailure, keyOf, storage } from '#media/storage'

export interface RestoredMedia {
  files: number
  /** How many the storage had already. */
  there: number
  /** How many neither the backup nor the storage has. */
  lost: number
}

/**
 * Brings back the files that a restored database names and the storage lacks. The live database names none of them yet.
 * @throws Failure
 */
export async function restoreMedia(
  { backup, access, open }: MediaInput,
  signal: AbortSignal
): Promise<RestoredMedia> {
  const counts = { files: 0, there: 0, lost: 0 }
  for await (const { name, bytes, kept } of namedFiles(backup, access)) {
    if (signal.aborted) throw new Failure('interrupted', 'Interrupted, so nothing was changed')
    counts.files++
    if ((await storage.size(keyOf(name))) === bytes) counts.there++
    else if (kept) await bringBack(dirname(backup.folder), kept, open)
    else counts.lost++
  }
  return counts
}

async function bringBack(folder: string, kept: KeptFile, open: Open) {
  const key = incomingKey()
  try {
    const content = Readable.from(readKept(folder, kept, open), { objectMode: false })
    await storage.putStream(key, content)
    await storage.move(key, keyOf(kept.name))
  } catch (error) {
    await storage.delete(key).catch(() => {})
    const { cause } = error as Error
    if (cause instanceof Failure || !isStorageFailure(error)) throw cause ?? error
    const reason = cause instanceof Error ? cause.message : (error as Error).message
    throw new Failure('unavailable', `${kept.name} can't be restored: ${reason}`)
  }
}
