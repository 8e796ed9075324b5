import { drive, median, type Backends } from './comparison.js'
import type { Server } from './server.js'
import { Requests, type Request } from './wrk.js'

const WARM_UP_S = 4

export interface Proportion {
  name: string
  usual: Request[]
  other: Request[]
  /** Whether the right answer to each of the others has a status of 400 or above. */
  isRefused?: boolean
}

/** The throughput of other requests in proportion to that of usual ones, of one server in turns: the rounds' median. */
export async function proportionOf(
  server: Server,
  { name, usual, other, isRefused = false }: Proportion,
  { rounds, backends }: { rounds: number; backends: Backends }
): Promise<number> {
  const load = [usual, other].map((list, index) => new Requests(`${name} ${index}`, list))
  for (const requests of load) await drive(server, requests, backends, WARM_UP_S)
  const ratios: number[] = []
  for (let round = 0; round < rounds; round++) {
    const { rps: before } = await drive(server, load[0], backends)
    const { rps, requests, errors } = await drive(server, load[1], backends)
    const wrong = isRefused ? requests - errors : errors
    if (wrong !== 0) throw new Error(`${wrong} of ${requests} requests had a wrong answer: ${name}`)
    ratios.push(rps / before)
  }
  return median(ratios)
}
