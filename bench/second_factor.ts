import { drive, median, type Backends } from './comparison.js'
import type { Plaza, Writer } from './plaza.js'
import type { Server } from './server.js'
import { logins } from './workloads.js'
import { Requests } from './wrk.js'

const WARM_UP_S = 4

/** Right passwords that are answered with a challenge, in proportion to those that open a session. */
export async function challenges(
  plaza: Plaza,
  server: Server,
  { writers, rounds, backends }: { writers: Writer[]; rounds: number; backends: Backends }
) {
  const half = writers.length >> 1
  const guarded = writers.slice(half)
  const ids = guarded.map(({ id }) => id).join(', ')
  const load = [writers.slice(0, half), guarded].map(
    (list, index) => new Requests(`logins ${index}`, logins(list))
  )
  await plaza.query(
    `insert into totp_secrets (user_id, secret, confirmed_at)
     select id, 'unused', now() from users where id in (${ids})`
  )
  try {
    for (const requests of load) await drive(server, requests, backends, WARM_UP_S)
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) {
      const { rps: usual } = await drive(server, load[0], backends)
      const { rps } = await drive(server, load[1], backends)
      ratios.push(rps / usual)
    }
    const name = 'POST /login with a second factor, times that without'
    return { name, value: median(ratios), atLeast: 0.85 }
  } finally {
    await plaza.query('delete from login_challenges; delete from totp_secrets')
  }
}
