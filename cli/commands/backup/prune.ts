import type { Invocation } from '#cli/invocation'

export default async function pruneBackups({ boot, options, output }: Invocation) {
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { columns } = await import('#cli/backups/texts')
  const { prune } = await import('#cli/backups/prune')
  const { keep, store } = backupSettings(app)
  const { daily, dryRun, monthly, weekly } = options
  const rules = {
    daily: daily ?? keep.daily,
    weekly: weekly ?? keep.weekly,
    monthly: monthly ?? keep.monthly,
  }
  const { deleted, kept } = await prune(store, rules, dryRun)

  const names = (backups: typeof kept) => backups.map(({ name }) => name)
  await output.show(
    { deleted: names(deleted), kept: names(kept) },
    () => (deleted.length > 0 ? output.table(deleted, columns) : ''),
    { dry_run: !!dryRun, keep: rules }
  )
  const verb = dryRun ? 'would be deleted' : 'deleted'
  output.note(`${deleted.length} ${verb}, ${kept.length} kept`)
}
