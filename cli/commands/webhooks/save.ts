import { path, view } from '#cli/resources/webhooks'
import type { Invocation } from '#cli/invocation'

/** Makes a webhook, or changes the one that is named. */
export default async function saveWebhook({
  args,
  options,
  output,
  transport: open,
}: Invocation): Promise<void> {
  const { url, enabled } = options
  // An option is parsed, and the answer to a prompt is not.
  const types = options.types && [options.types].flat().flatMap((text) => text.split(/[\s,]+/))
  const body = { url, types, enabled }
  const transport = await open()
  if (args[0]) {
    const address = `${path}/${args[0]}`
    const { body: saved } = await transport.request('PATCH', address, { body })
    return output.show(saved, () => view(saved, output))
  }
  // A secret that can't be shown must not be made.
  await output.reserve()
  const { body: made } = await transport.request('POST', path, { body })
  await output.show(made, () => `${view(made, output)}Secret: ${made.secret}\n`)
  output.note('Keep the secret: it is not shown again')
}
