import type { Invocation } from '#cli/invocation'
import { counted } from '#domain/counted'

export default async function pruneBackups({ boot, options, output }: Invocation) {
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { columns } = await import('#cli/backups/texts')
  const { prune } = await import('#cli/backups/prune')
  const { access, keep, store } = backupSettings(app)
  const { daily, dryRun, monthly, weekly } = options
  const rules = {
    daily: daily ?? keep.daily,
    weekly: weekly ?? keep.weekly,
    monthly: monthly ?? keep.monthly,
  }
  const { deleted, kept, media } = await prune(store, rules, { isDryRun: !!dryRun, access })

  const names = (backups: typeof kept) => backups.map(({ name }) => name)
  await output.show(
    { deleted: names(deleted), kept: names(kept), files_deleted: media },
    () => (deleted.length > 0 ? output.table(deleted, columns) : ''),
    { dry_run: !!dryRun, keep: rules }
  )
  const verb = dryRun ? 'would be deleted' : 'deleted'
  output.note(`${deleted.length} ${verb}, ${kept.length} kept`)
  if (media) output.note(`${counted(media, 'file')} of users deleted with them`)
}
