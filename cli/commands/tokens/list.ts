import type { Invocation } from '#cli/invocation'
import { columns, pathOf } from '#cli/resources/tokens'

export default async function listTokens({ options, output, transport: open }: Invocation) {
  const transport = await open()
  const { body } = await transport.request('GET', pathOf(options.user))
  await output.show(body, () => (body.length > 0 ? output.table(body, columns) : ''))
  if (body.length === 0) output.note('There are no tokens')
}
