import type { Invocation } from '#cli/invocation'

export default async function reset({ boot, confirm, options, output }: Invocation) {
  await boot()
  const { columns, databaseName, databasePlace, migrate } = await import('#cli/migrations')
  const { default: cache } = await import('#queries/coherence/cache')
  const { dryRun } = options
  const all = { direction: 'down', batch: 0 } as const
  const name = await databaseName()
  if (!dryRun) await confirm(`Delete all that is in ${name} at ${databasePlace()}?`, name)

  const dropped = await migrate({ ...all, dryRun })
  const made = dryRun ? [] : await migrate({ direction: 'up' })
  if (!dryRun) await cache.drop('*')

  const done = [...dropped, ...made]
  await output.show(done, () => output.table(done, columns), { database: name, dry_run: !!dryRun })
}
