import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'
import { hasNginx } from '#tests/support/own_nginx'

const faults: Fault[] = [
  {
    action: 'Nginx reloaded (SIGHUP)',
    times: 5,
    noFailures: true,
    async inject({ nginx }) {
      for (let time = 0; time < 5; time++) {
        nginx!.reload()
        await sleep(400)
      }
    },
  },
  {
    action: 'Plaza gone behind Nginx, back 3 s later',
    expected: '502 or 504 with Retry-After, and nothing old',
    inject: ({ plaza }) => plaza.kill(),
    durationMs: 3000,
    repair: ({ plaza }) => plaza.start(),
  },
]

test.group('Under load, Nginx', (group) => {
  const why = isQuick
    ? 'left out of the shorter pick'
    : 'there is no Nginx (REQUIRE_NGINX=1 makes that a failure)'
  group.tap((one) => one.skip(isQuick || !hasNginx, why))

  test('{action}: no write is lost')
    .with(faults)
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await runUnderFault(await deployment(), { ...fault, through: 'nginx' }), [])
    })
})
