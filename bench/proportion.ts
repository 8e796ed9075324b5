import { drive, median, type Backends } from './comparison.js'
import type { Server } from './server.js'
import { Requests, type Request } from './wrk.js'

const WARM_UP_S = 4

export interface Proportion {
  name: string
  usual: Request[]
  other: Request[]
}

/** The throughput of other requests in proportion to that of usual ones, of one server in turns: the rounds' median. */
export async function proportionOf(
  server: Server,
  { name, usual, other }: Proportion,
  { rounds, backends }: { rounds: number; backends: Backends }
): Promise<number> {
  const load = [usual, other].map((list, index) => new Requests(`${name} ${index}`, list))
  for (const requests of load) await drive(server, requests, backends, WARM_UP_S)
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { rps: before } = await drive(server, load[0], backends)
    const { rps, errors } = await drive(server, load[1], backends)
    if (errors > 0) throw new Error(`${errors} requests failed: ${name}`)
    ratios.push(rps / before)
  }
  return median(ratios)
}
