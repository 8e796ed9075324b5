import { drive, median, type Backends } from './comparison.js'
import type { Writer } from './plaza.js'
import type { Server } from './server.js'
import { as, get } from './workloads.js'
import { Requests } from './wrk.js'

const WARM_UP_S = 4
/** The ratio varies by some hundredths from round to round. */
const ROUNDS_FACTOR = 2

/** Lists read with personal tokens, in proportion to the same lists with access tokens. */
export async function personalTokens(
  server: Server,
  { writers, rounds, backends }: { writers: Writer[]; rounds: number; backends: Backends }
) {
  const personal = await Promise.all(writers.map((writer) => withPersonalToken(server, writer)))
  const load = [writers, personal].map(
    (list, index) =>
      new Requests(
        `tokens ${index}`,
        list.map((one) => get('/posts', as(one)))
      )
  )
  for (const requests of load) await drive(server, requests, backends, WARM_UP_S)
  const ratios: number[] = []
  for (let round = 0; round < rounds * ROUNDS_FACTOR; round++) {
    const { rps: usual } = await drive(server, load[0], backends)
    const { rps, errors } = await drive(server, load[1], backends)
    if (errors > 0) throw new Error(`${errors} reads with personal tokens failed`)
    ratios.push(rps / usual)
  }
  const name = 'GET /posts with a personal token, times that with an access token'
  return { name, value: median(ratios), atLeast: 0.95 }
}

async function withPersonalToken(server: Server, writer: Writer): Promise<Writer> {
  const answer = await fetch(server.url('/tokens'), {
    method: 'POST',
    headers: { 'Authorization': `Bearer ${writer.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Bench', scopes: ['read'] }),
  })
  if (!answer.ok) throw new Error(`${writer.username} gets no token: ${await answer.text()}`)
  const { token } = (await answer.json()) as { token: string }
  return { ...writer, token }
}
