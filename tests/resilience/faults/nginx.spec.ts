import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { endure, type Fault } from '#tests/resilience/faults/endure'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/pace'
import { hasNginx } from '#tests/support/own_nginx'

const faults: Fault[] = [
  {
    done: 'Nginx reloaded (SIGHUP)',
    times: 5,
    seamless: true,
    async strike({ nginx }) {
      for (let time = 0; time < 5; time++) {
        nginx!.reload()
        await sleep(400)
      }
    },
  },
  {
    done: 'Plaza gone behind Nginx, back 3 s later',
    promised: '502 or 504 with Retry-After, and nothing old',
    strike: ({ plaza }) => plaza.kill(),
    lasts: 3000,
    heal: ({ plaza }) => plaza.start(),
  },
]

test.group('Under load, Nginx', (group) => {
  const why = isQuick
    ? 'left out of the shorter pick'
    : 'there is no Nginx (REQUIRE_NGINX=1 makes that a failure)'
  group.tap((one) => one.skip(isQuick || !hasNginx, why))

  test('{done}: no write is lost')
    .with(faults)
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await endure(await deployment(), { ...fault, through: 'nginx' }), [])
    })
})
