import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Access } from '#cli/backups/access'
import { MEDIA } from '#cli/backups/media/kept_files'
import { pruneMedia } from '#cli/backups/media/prune_media'
import { lockBackups } from '#cli/backups/snapshot'
import { outdated, type Keep } from '#cli/backups/retention'
import { isComplete, type Backup, type BackupStore } from '#cli/backups/backup_store'

export interface Pruned {
  kept: Backup[]
  deleted: Backup[]
  /** Files of users that no backup names any more; null if nothing was looked for. */
  media: number | null
}

interface PruneOptions {
  /** Deletes nothing. */
  isDryRun?: boolean
  /** The database, whose lock says that no backup is being made. */
  access: Access
}

/** Deletes the backups that no retention rule keeps, and then the files that they alone had. @throws Failure */
export async function prune(
  store: BackupStore,
  keep: Keep,
  { isDryRun, access }: PruneOptions
): Promise<Pruned> {
  const backups = await store.list()
  const deleted = outdated(backups, keep)
  if (!isDryRun) for (const backup of deleted) await store.remove(backup)
  const kept = backups.filter((one) => isComplete(one) && !deleted.includes(one))
  return { kept, deleted, media: isDryRun ? null : await pruneFiles(store, access) }
}

async function pruneFiles(store: BackupStore, access: Access): Promise<number | null> {
  const hasFiles = await stat(join(store.folder, MEDIA)).catch(() => null)
  if (!hasFiles) return null
  const lock = await lockBackups(access)
  try {
    return await pruneMedia(store)
  } finally {
    await lock.end()
  }
}
