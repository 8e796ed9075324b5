import { path, view } from '#cli/resources/webhooks'
import type { Invocation } from '#cli/invocation'

export default async function rotateSecret(invocation: Invocation) {
  const { args, output, transport: open } = invocation
  const transport = await open()
  await output.reserve()
  await invocation.confirm(`Make another secret for the webhook ${args[0]}?`)
  const { body: made } = await transport.request('POST', `${path}/${args[0]}/secrets`)
  await output.show(made, () => `${view(made, output)}Secret: ${made.secret}\n`)
  output.note('Keep the secret: it is not shown again')
}
