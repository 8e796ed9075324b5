import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { runUnderFault, type Fault } from '#tests/resilience/faults/under_fault'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/run_options'

const faults: (Fault & { isShort?: true })[] = [
  {
    action: 'kill -9 of Redis, started again 3 s later',
    inject: ({ redis }) => redis.kill(),
    durationMs: 3000,
    repair: ({ redis }) => redis.start(),
  },
  {
    action: 'Redis hangs (SIGSTOP), for 5 s',
    isShort: true,
    inject: ({ redis }) => redis.pause(),
    durationMs: 5000,
    repair: ({ redis }) => redis.resume(),
  },
  {
    action: 'Redis out of memory, for 4 s',
    inject: ({ redis }) => redis.run('CONFIG SET maxmemory 1'),
    durationMs: 4000,
    repair: ({ redis }) => redis.run('CONFIG SET maxmemory 0'),
  },
  {
    action: 'Redis flushed',
    times: 5,
    async inject({ redis }) {
      for (let time = 0; time < 5; time++) {
        await redis.run('FLUSHALL')
        await sleep(200)
      }
    },
  },
  {
    action: 'Redis slow: nothing for 300 ms, twelve times',
    times: 12,
    async inject({ redis }) {
      for (let time = 0; time < 12; time++) {
        await redis.run('CLIENT PAUSE 300 ALL')
        await sleep(350)
      }
    },
  },
  {
    action: 'every connection to Redis cut',
    times: 8,
    async inject({ redis }) {
      for (let time = 0; time < 8; time++) {
        await redis.run('CLIENT KILL TYPE normal SKIPME yes')
        await redis.run('CLIENT KILL TYPE pubsub')
        await sleep(250)
      }
    },
  },
]

test.group('Under load, Redis', () => {
  test('{action}: no request fails, and no write is lost')
    .with(faults.filter(({ isShort }) => isShort || !isQuick))
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await runUnderFault(await deployment(), { ...fault, noFailures: true }), [])
    })
})
