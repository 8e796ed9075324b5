import type { Resolution } from '#cli/report_resolutions'
import type { Invocation } from '#cli/invocation'
import { nameOf, wouldChange } from '#cli/resources/reports'
import { addressOf } from '#cli/resources/staff_resources'

export default async function closeReport(invocation: Invocation<Resolution>) {
  const { args, transport: open, options, output, params } = invocation
  const { status, description, done } = params
  const transport = await open()
  const address = addressOf('reports', args[0])
  const { body: found } = await transport.request('GET', address)
  if (!options.dryRun) await invocation.confirm(`${description}: ${nameOf(found)}?`)

  const { body: report } = await transport.request('PATCH', address, {
    body: { status, reason: options.reason, dry_run: options.dryRun },
  })
  await output.show(
    report,
    () =>
      options.dryRun ? wouldChange(found, found.status, status) : `${done} ${nameOf(found)}\n`,
    { dry_run: !!options.dryRun }
  )
}
