import type { Invocation } from '#cli/invocation'
import { addressIn, subjectNamed } from '#cli/resources/staff_resources'
import type { Resource } from '#resources/definition/resource'

export default async function deleteOwn(invocation: Invocation<{ resource: Resource }>) {
  const { args, options, output, params, transport } = invocation
  const subject = subjectNamed(params.resource)
  const address = addressIn(subject, args[0])
  const inside = await transport()
  const { body } = await inside.request('GET', address)
  if (options.dryRun) {
    const dry = () => `Nothing was done. This would be deleted:\n${subject.view(body, output)}`
    return output.show(body, dry, { dry_run: true })
  }
  await invocation.confirm(`Delete ${address}?`)
  await inside.request('DELETE', address)
  await output.show(body, () => `Deleted ${address}\n`)
}
