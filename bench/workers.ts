import { availableParallelism } from 'node:os'
import { drive, median, type Backends } from './contest.js'
import type { Plaza } from './plaza.js'
import { Requests, type Request } from './wrk.js'

/** On fewer cores the generator takes what the second worker would need, so nothing is asked there. */
const coresForTwo = 4

/** How much more two workers do than one. */
export async function twoWorkers(
  plaza: Plaza,
  { requests, rounds, backends }: { requests: Request[]; rounds: number; backends: Backends }
) {
  const [one, two] = [await plaza.serveCluster(1), await plaza.serveCluster(2)]
  const load = [one, two].map(({ name }) => new Requests(name, requests))
  const ratios: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const { rps: alone } = await drive(one, load[0], backends)
    const { rps: together } = await drive(two, load[1], backends)
    if (round > 0) ratios.push(together / alone)
  }
  await Promise.all([one.stop(), two.stop()])
  const atLeast = availableParallelism() >= coresForTwo ? 1.8 : undefined
  return { name: 'two workers, times one', value: median(ratios), atLeast }
}
