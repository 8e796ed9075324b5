import type { Invocation } from '#cli/invocation'

export default async function status({ boot, output }: Invocation) {
  await boot()
  const { columns, migrations } = await import('#cli/migrations')
  const all = await migrations()
  const pending = all.filter((migration) => migration.status === 'pending').length

  await output.show(all, () => output.table(all, columns), { pending })
  if (pending > 0) output.note(`${pending} have not run: run plaza db migrate`)
}
