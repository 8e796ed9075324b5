import type { Invocation } from '#cli/invocation'

export default async function markBackup({ args, boot, options, output }: Invocation) {
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { facts } = await import('#cli/backups/texts')
  const { store } = backupSettings(app)
  const backup = await store.mark(await store.find(args[0]), options.before)

  await output.details(facts(backup), [
    ['Backup', backup.name],
    ['Before', backup.before],
  ])
}
