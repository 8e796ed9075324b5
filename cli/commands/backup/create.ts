import type { Invocation } from '#cli/invocation'

export default async function createBackup(invocation: Invocation) {
  const { boot, holdInterrupts, options, output } = invocation
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { writeBackup } = await import('#cli/backups/write_backup')
  const { facts, size, total } = await import('#cli/backups/texts')
  const { prune } = await import('#cli/backups/prune')
  const { access, keep, programs, recipients, store } = backupSettings(app)

  const signal = holdInterrupts()
  const written = await writeBackup({ access, store, recipients, programs, signal })
  const backup = options.before ? await store.mark(written, options.before) : written
  const deleted = options.prune ? (await prune(store, keep)).deleted : []

  await output.details({ ...facts(backup), deleted: deleted.map(({ name }) => name) }, [
    ['Backup', backup.name],
    ['In', backup.folder],
    ['Size', size(backup.size)],
    ['Rows', total(backup.manifest!.rows)],
    ['Encrypted', backup.manifest!.dump.encryption ?? 'no'],
    ['Before', backup.before],
    ['Deleted', deleted.map(({ name }) => name).join(', ')],
  ])
}
