import type { Backends } from './comparison.js'
import type { Writer } from './plaza.js'
import { proportionOf } from './proportion.js'
import type { Server } from './server.js'
import { as, get } from './workloads.js'

/** The ratio varies by some hundredths from round to round. */
const ROUNDS_FACTOR = 2

/** Lists read with personal tokens, in proportion to the same lists with access tokens. */
export async function personalTokens(
  server: Server,
  { writers, rounds, backends }: { writers: Writer[]; rounds: number; backends: Backends }
) {
  const personal = await Promise.all(writers.map((writer) => withPersonalToken(server, writer)))
  const name = 'GET /posts with a personal token, times that with an access token'
  const lists = (of: Writer[]) => of.map((one) => get('/posts', as(one)))
  const asked = { name, usual: lists(writers), other: lists(personal) }
  const value = await proportionOf(server, asked, { rounds: rounds * ROUNDS_FACTOR, backends })
  return { name, value, atLeast: 0.95 }
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
