import type { Invocation } from '#cli/invocation'
import { columns, pathOf } from '#cli/resources/timeline'
import { pages } from '#cli/transports/pages'

export default async function showTimeline({ args, options, output, transport }: Invocation) {
  const { columns: names, cursor, limit, type } = options
  const query = { cursor, type }
  await output.list(pages(await transport(), pathOf(args[0]), query, limit), columns, { names })
}
