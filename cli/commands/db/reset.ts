import type { Invocation } from '#cli/invocation'

export default async function reset({ boot, confirm, options, output }: Invocation) {
  await boot()
  const { columns, databaseName, databasePlace } = await import('#cli/migrations')
  const { migrate } = await import('#cli/migrate')
  const { default: cache } = await import('#cache/cache')
  const { dryRun } = options
  const all = { direction: 'down', batch: 0 } as const
  const note = (message: string) => output.note(message)
  const name = await databaseName()
  if (!dryRun) await confirm(`Delete all data in ${name} at ${databasePlace()}?`, name)

  const dropped = await migrate({ ...all, dryRun }, note)
  const made = dryRun ? [] : await migrate({ direction: 'up' }, note)
  if (!dryRun) await cache.invalidate('*')

  const done = [...dropped, ...made]
  await output.show(done, () => output.table(done, columns), { database: name, dry_run: !!dryRun })
}
