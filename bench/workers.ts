import { availableParallelism } from 'node:os'
import { drive, median, type Backends } from './comparison.js'
import { limitCpu } from './cpu_share.js'
import type { Plaza } from './plaza.js'
import { childrenOf } from './processes.js'
import type { Server } from './server.js'
import { Requests, type Request } from './wrk.js'

/** With so many cores the second worker doesn't compete with wrk and PostgreSQL. */
const MIN_CORES = 4
/** Two workers at this share of a core leave wrk and PostgreSQL enough. */
const CPU_SHARE = 0.4
const ROUND_S = 2
/** The ratio varies by a tenth from round to round, so there are more rounds. */
const ROUNDS_FACTOR = 2
const WARM_UP_S = 8

/** On few cores each worker is held to a share of one, so that the second has its own. */
export async function twoWorkers(
  plaza: Plaza,
  { requests, rounds, backends }: { requests: Request[]; rounds: number; backends: Backends }
) {
  const [one, two] = [await plaza.serveCluster(1), await plaza.serveCluster(2)]
  const load = [one, two].map(({ name }) => new Requests(name, requests))
  for (const [index, server] of [one, two].entries())
    await drive(server, load[index], backends, WARM_UP_S * (index + 1))

  const isLarge = availableParallelism() >= MIN_CORES
  const release = isLarge ? [] : [one, two].flatMap(limitWorkers)
  const ratios: number[] = []
  for (let round = 0; round < rounds * ROUNDS_FACTOR; round++) {
    const { rps: alone } = await drive(one, load[0], backends, ROUND_S)
    const { rps: together } = await drive(two, load[1], backends, ROUND_S)
    ratios.push(together / alone)
  }
  await Promise.all([one.stop(), two.stop()])

  const isLimited = release.length > 0 && release.every((end) => end)
  for (const end of release) end?.()
  const how = isLimited ? `, each held to ${CPU_SHARE} of a core` : ''
  const atLeast = isLarge || isLimited ? 1.8 : undefined
  return { name: `two workers, times one${how}`, value: median(ratios), atLeast }
}

const limitWorkers = ({ pid }: Server) =>
  childrenOf(pid).map((worker) => limitCpu(CPU_SHARE, worker))
