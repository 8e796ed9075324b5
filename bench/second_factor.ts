import type { Backends } from './comparison.js'
import type { Plaza, Writer } from './plaza.js'
import { proportionOf } from './proportion.js'
import type { Server } from './server.js'
import { logins } from './workloads.js'

/** Right passwords that are answered with a challenge, in proportion to those that open a session. */
export async function challenges(
  plaza: Plaza,
  server: Server,
  { writers, rounds, backends }: { writers: Writer[]; rounds: number; backends: Backends }
) {
  const half = writers.length >> 1
  const guarded = writers.slice(half)
  const ids = guarded.map(({ id }) => id).join(', ')
  await plaza.query(
    `insert into totp_secrets (user_id, secret, confirmed_at)
     select id, 'unused', now() from users where id in (${ids})`
  )
  try {
    const name = 'POST /login with a second factor, times that without'
    const usual = logins(writers.slice(0, half))
    const asked = { name, usual, other: logins(guarded), isRefused: true }
    return { name, value: await proportionOf(server, asked, { rounds, backends }), atLeast: 0.85 }
  } finally {
    await plaza.query('delete from login_challenges; delete from totp_secrets')
  }
}
