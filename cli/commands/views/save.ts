import type { Invocation } from '#cli/invocation'
import { path, view } from '#cli/resources/views'

export default async function saveView({ args, options, output, transport }: Invocation) {
  const { name, list, filter, sort, columns, shared } = options
  const filters = filter === false ? {} : filter
  const [method, address] = args[0] ? ['PATCH', `${path}/${args[0]}`] : ['POST', path]
  const { body: saved } = await (
    await transport()
  ).request(method, address, { body: { name, list, filters, sort, columns, shared } })
  await output.show(saved, () => view(saved, output))
}
