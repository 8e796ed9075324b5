import type { Invocation } from '#cli/invocation'
import { addressOf, view } from '#cli/resources/roles'

export default async function showRole({ args, transport: open, output }: Invocation) {
  const { body: role } = await (await open()).request('GET', addressOf(args[0]))
  await output.show(role, () => view(role, output))
}
