import type { Invocation } from '#cli/invocation'

export default async function createBackup(invocation: Invocation) {
  const { boot, holdInterrupts, options, output } = invocation
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { writeBackup } = await import('#cli/backups/write_backup')
  const { facts, filesText, size, total } = await import('#cli/backups/texts')
  const { prune } = await import('#cli/backups/prune')
  const { access, keep, programs, recipients, store } = backupSettings(app)

  const signal = holdInterrupts()
  const written = await writeBackup({ access, store, recipients, programs, signal })
  const backup = options.before ? await store.mark(written, options.before) : written
  const { deleted = [], media: freed = null } = options.prune
    ? await prune(store, keep, { access })
    : {}

  await output.details({ ...facts(backup), deleted: deleted.map(({ name }) => name), freed }, [
    ['Backup', backup.name],
    ['In', backup.folder],
    ['Size', size(backup.size)],
    ['Rows', total(backup.manifest!.rows)],
    ['Files', filesText(backup.manifest!.media!)],
    ['Encrypted', backup.manifest!.dump.encryption ?? 'no'],
    ['Before', backup.before],
    ['Deleted', deleted.map(({ name }) => name).join(', ')],
  ])
  if (backup.manifest!.media!.lost > 0) {
    output.note('Some files have no bytes in the storage, so they are not in the backup')
  }
}
