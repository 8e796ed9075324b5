import { path, view } from '#cli/resources/webhooks'
import type { Invocation } from '#cli/invocation'

export default async function deleteWebhook(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const address = `${path}/${args[0]}`
  const transport = await open()
  const { body: webhook } = await transport.request('GET', address)
  if (options.dryRun) {
    const dry = () => `Nothing was done. This would be deleted:\n${view(webhook, output)}`
    return output.show(webhook, dry, { dry_run: true })
  }
  await invocation.confirm(`Delete the webhook ${args[0]}, with what it was told?`)
  await transport.request('DELETE', address)
  await output.show(webhook, () => `Deleted the webhook ${args[0]}\n`)
}
