import type { Invocation } from '#cli/invocation'

export default async function listBackups({ boot, output }: Invocation) {
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { columns, facts } = await import('#cli/backups/texts')
  const { store } = backupSettings(app)
  const backups = await store.list()

  await output.show(
    backups.map(facts),
    () => (backups.length > 0 ? output.table(backups, columns) : ''),
    { folder: store.folder, count: backups.length }
  )
  if (backups.length === 0) output.note(`There is no backup in ${store.folder}`)
}
