import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { nameOf, wouldChange } from '#cli/resources/reports'
import { addressOf } from '#cli/resources/staff_resources'
import { person } from '#cli/resources/texts'

export default async function assignReport({ args, transport: open, options, output }: Invocation) {
  const [id, staff] = args
  if (staff && options.none) throw new Failure('usage', 'Give a user or --none, not both')
  const transport = await open()
  const me = async () => String((await transport.request('GET', '/users/me')).body.id)
  const assignee = options.none ? null : (staff ?? (await me()))

  const address = addressOf('reports', id)
  const { body: found } = await transport.request('GET', address)
  const { body: report } = await transport.request('PATCH', address, {
    body: { assignee, reason: options.reason, dry_run: options.dryRun },
  })
  await output.show(
    report,
    () =>
      options.dryRun
        ? wouldChange(found, person(found.assignee, 'none'), assignee ?? 'none')
        : `Assigned ${nameOf(found)} to ${person(report.assignee, 'none')}\n`,
    { dry_run: !!options.dryRun }
  )
}
