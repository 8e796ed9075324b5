import { outdated, type Keep } from '#cli/backups/retention'
import { isComplete, type Backup, type BackupStore } from '#cli/backups/backup_store'

export interface Pruned {
  kept: Backup[]
  deleted: Backup[]
}

/** Deletes the backups that no retention rule keeps. @param dryRun deletes nothing */
export async function prune(store: BackupStore, keep: Keep, dryRun = false): Promise<Pruned> {
  const backups = await store.list()
  const deleted = outdated(backups, keep)
  if (!dryRun) for (const backup of deleted) await store.remove(backup)
  return { kept: backups.filter((one) => isComplete(one) && !deleted.includes(one)), deleted }
}
