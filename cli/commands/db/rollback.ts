import type { Invocation } from '#cli/invocation'

export default async function rollback({ boot, confirm, options, output }: Invocation) {
  await boot()
  const { columns, databaseName, databasePlace } = await import('#cli/migrations')
  const { migrate } = await import('#cli/migrate')
  const note = (message: string) => output.note(message)
  const steps = options.steps ? { step: Number(options.steps) } : {}
  const planned = await migrate({ direction: 'down', ...steps, dryRun: true })

  if (!options.dryRun && planned.length > 0) {
    const count = planned.length === 1 ? 'a migration' : `${planned.length} migrations`
    const name = `${await databaseName()} at ${databasePlace()}`
    await confirm(`Roll back ${count} of ${name}, and delete their data?`)
  }
  const done = options.dryRun ? planned : await migrate({ direction: 'down', ...steps }, note)
  const meta = { dry_run: !!options.dryRun }
  await output.show(done, () => (done.length > 0 ? output.table(done, columns) : ''), meta)
  if (done.length === 0) output.note('There is nothing to roll back')
}
