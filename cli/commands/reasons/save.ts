import type { Invocation } from '#cli/invocation'
import { path, view } from '#cli/resources/reasons'

export default async function saveReason({ args, options, output, transport }: Invocation) {
  const { title, text } = options
  const [method, address] = args[0] ? ['PATCH', `${path}/${args[0]}`] : ['POST', path]
  const { body: saved } = await (
    await transport()
  ).request(method, address, { body: { title, text } })
  await output.show(saved, () => view(saved, output))
}
