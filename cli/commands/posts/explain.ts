import type { Transport } from '#cli/transports/transport'
import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/staff_resources'
import { view } from '#cli/resources/ranking'

export default async function explainPost({ args, transport: open, options, output }: Invocation) {
  const transport = await open()
  const ranking = await rankingOf(transport, args[0], options.search)
  const { above, below } = ranking.hot
  const neighbours = []
  for (const id of [above, below]) if (id !== null) neighbours.push(await rankingOf(transport, id))

  const explanation = { ...ranking, neighbours }
  await output.show(explanation, () => view(explanation, output))
}

async function rankingOf(transport: Transport, id: string | number, search?: string) {
  const address = addressOf('posts', String(id))
  const { body: post } = await transport.request('GET', address)
  const { body: ranking } = await transport.request('GET', `${address}/ranking`, {
    query: { search },
  })
  return { ...ranking, title: post.title, status: post.status }
}
