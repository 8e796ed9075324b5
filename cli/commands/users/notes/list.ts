import type { Invocation } from '#cli/invocation'
import { columns, pathOf } from '#cli/resources/notes'
import { pages } from '#cli/transports/pages'

export default async function listNotes({ args, options, output, transport }: Invocation) {
  const { columns: names, fields, cursor, limit } = options
  const query = { cursor, fields: fields?.join() }
  await output.list(pages(await transport(), pathOf(args[0]), query, limit), columns, { names })
}
