import { outdated, type Keep } from '#cli/backups/retention'
import { isWhole, type Backup, type BackupStore } from '#cli/backups/backup_store'

/** What became of the backups. */
export interface Pruned {
  kept: Backup[]
  deleted: Backup[]
}

/** Deletes what no rule keeps. @param dryRun only says what that is */
export async function prune(store: BackupStore, keep: Keep, dryRun = false): Promise<Pruned> {
  const backups = await store.list()
  const deleted = outdated(backups, keep)
  if (!dryRun) for (const backup of deleted) await store.remove(backup)
  return { kept: backups.filter((one) => isWhole(one) && !deleted.includes(one)), deleted }
}
