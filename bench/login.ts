import { median } from './comparison.js'
import type { Server } from './server.js'
import { Requests, type Request } from './wrk.js'

/** Few, so that reads wait for the worker and not for each other. */
const READERS = 4

/** The p99 of cached reads during a flood of logins, divided by the p99 without one. */
export async function readsBesideLogins(
  server: Server,
  { logins, read, rounds }: { logins: Request[]; read: Request; rounds: number }
) {
  const reads = new Requests('reads beside logins', [read])
  const flood = new Requests('logins beside reads', logins)
  const [idle, beside]: number[][] = [[], []]
  for (let round = 0; round < rounds; round++) {
    idle.push((await reads.drive(server.port, 1, READERS)).p99)
    const [load] = await Promise.all([
      reads.drive(server.port, 1, READERS),
      flood.drive(server.port, 1),
    ])
    beside.push(load.p99)
  }
  const value = median(beside) / median(idle)
  return { name: 'p99 of a cached read beside logins, times idle', value, atMost: 5 }
}
