import type { Backends } from './comparison.js'
import { proportionOf } from './proportion.js'
import type { Server } from './server.js'
import { get } from './workloads.js'

const FORMATS = ['json', 'atom', 'rss']

/** Cached feeds, in proportion to a cached list with its texts, which has about the same bytes. */
export async function feeds(
  server: Server,
  { rounds, backends }: { rounds: number; backends: Backends }
) {
  const figures = []
  for (const format of FORMATS) {
    const name = `GET /feed.${format}, cached, times that of a cached list of as many bytes`
    const path = `/feed.${format}`
    const { length } = await bodyOf(server, path)
    const usual = [get(await listOfLength(server, length))]
    const asked = { name, usual, other: [get(path)] }
    figures.push({
      name,
      value: await proportionOf(server, asked, { rounds, backends }),
      atLeast: 0.9,
    })
  }
  return figures
}

async function bodyOf(server: Server, path: string): Promise<Buffer> {
  const answer = await fetch(server.url(path))
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** The path of a list with at least so many bytes. */
async function listOfLength(server: Server, length: number): Promise<string> {
  for (let limit = 10; ; limit += 5) {
    const path = `/posts?limit=${limit}`
    if (limit >= 100 || (await bodyOf(server, path)).length >= length) return path
  }
}
