import type { ApplicationService } from '@adonisjs/core/types'
import type backupsConfig from '#config/backups'
import { Access } from '#cli/backups/access'
import { BackupStore } from '#cli/backups/backup_store'
import { Failure } from '#cli/failure'

/** @throws Failure without BACKUP_DIR */
export function backupSettings(app: ApplicationService) {
  const { folder, databaseUrl, ...settings } = app.config.get<typeof backupsConfig>('backups')
  if (!folder) throw new Failure('usage', 'BACKUP_DIR is not set: name the folder for backups')
  return { ...settings, store: new BackupStore(folder), access: new Access(databaseUrl) }
}
