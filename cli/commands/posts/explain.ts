import type { Door } from '#cli/doors/door'
import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/subjects/subjects'
import { view } from '#cli/subjects/ranking'

/** The place of a post in the lists, with the posts before and after it in `hot`. */
export default async function explainPost({ args, door: open, options, output }: Invocation) {
  const door = await open()
  const ranking = await rankingOf(door, args[0], options.search)
  const { above, below } = ranking.hot
  const neighbours = []
  for (const id of [above, below]) if (id !== null) neighbours.push(await rankingOf(door, id))

  const explanation = { ...ranking, neighbours }
  await output.show(explanation, () => view(explanation, output))
}

async function rankingOf(door: Door, id: string | number, search?: string) {
  const address = addressOf('posts', String(id))
  const { body: post } = await door.request('GET', address)
  const { body: ranking } = await door.request('GET', `${address}/ranking`, { query: { search } })
  return { ...ranking, title: post.title, status: post.status }
}
