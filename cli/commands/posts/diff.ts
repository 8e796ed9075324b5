import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { changesView, pathOf } from '#cli/resources/revisions'

/** By default the newest revision. */
export default async function diff({ args, options, output, transport: open }: Invocation) {
  const transport = await open()
  const path = pathOf(args[0])
  const { since } = options
  const newest = async () => {
    const { body } = await transport.request('GET', path, { query: { limit: 1 } })
    return body[0].number as number
  }
  const number = args[1] ?? (await newest())
  if (since !== undefined && Number(since) === Number(number)) {
    throw new Failure('usage', `Name two revisions: ${number} is the later one already`)
  }
  const { body } = await transport.request('GET', `${path}/${number}/changes`, { query: { since } })
  await output.show(body, () => changesView(body, output))
}
