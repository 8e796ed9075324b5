import type { Invocation } from '#cli/invocation'

export default async function migrateDatabase({ boot, options, output }: Invocation) {
  await boot()
  const { columns } = await import('#cli/migrations')
  const { migrate } = await import('#cli/migrate')
  const note = (message: string) => output.note(message)
  const done = await migrate({ direction: 'up', dryRun: options.dryRun }, note)

  const meta = { dry_run: !!options.dryRun }
  await output.show(done, () => (done.length > 0 ? output.table(done, columns) : ''), meta)
  if (done.length === 0) output.note('All migrations have run already')
}
