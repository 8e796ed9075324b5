import { availableParallelism } from 'node:os'
import { drive, median, type Backends } from './comparison.js'
import { holdTo } from './cpu_share.js'
import type { Plaza } from './plaza.js'
import { childrenOf } from './processes.js'
import type { Server } from './server.js'
import { Requests, type Request } from './wrk.js'

/** With so many cores the second worker doesn't compete with wrk and PostgreSQL. */
const coresForTwo = 4
/** Two workers at this share of a core leave wrk and PostgreSQL enough. */
const part = 0.4
const seconds = 2
/** The ratio varies by a tenth from round to round, so there are more rounds. */
const times = 2
const warmUp = 8

/**
 * Throughput of two workers divided by that of one. On few cores each worker is held to a share of one,
 * so that the second has its own; without the right to do so there is no target.
 */
export async function twoWorkers(
  plaza: Plaza,
  { requests, rounds, backends }: { requests: Request[]; rounds: number; backends: Backends }
) {
  const [one, two] = [await plaza.serveCluster(1), await plaza.serveCluster(2)]
  const load = [one, two].map(({ name }) => new Requests(name, requests))
  for (const [index, server] of [one, two].entries())
    await drive(server, load[index], backends, warmUp * (index + 1))

  const isLarge = availableParallelism() >= coresForTwo
  const release = isLarge ? [] : [one, two].flatMap(holdWorkers)
  const ratios: number[] = []
  for (let round = 0; round < rounds * times; round++) {
    const { rps: alone } = await drive(one, load[0], backends, seconds)
    const { rps: together } = await drive(two, load[1], backends, seconds)
    ratios.push(together / alone)
  }
  await Promise.all([one.stop(), two.stop()])

  const isHeld = release.length > 0 && release.every((end) => end)
  for (const end of release) end?.()
  const how = isHeld ? `, each held to ${part} of a core` : ''
  const atLeast = isLarge || isHeld ? 1.8 : undefined
  return { name: `two workers, times one${how}`, value: median(ratios), atLeast }
}

const holdWorkers = ({ pid }: Server) => childrenOf(pid).map((worker) => holdTo(part, worker))
