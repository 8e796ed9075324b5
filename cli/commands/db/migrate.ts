import type { Invocation } from '#cli/invocation'

export default async function migrateDatabase({ boot, options, output }: Invocation) {
  await boot()
  const { columns, migrate } = await import('#cli/migrations')
  const done = await migrate({ direction: 'up', dryRun: options.dryRun })

  const meta = { dry_run: !!options.dryRun }
  await output.show(done, () => (done.length > 0 ? output.table(done, columns) : ''), meta)
  if (done.length === 0) output.note('All migrations have run already')
}
