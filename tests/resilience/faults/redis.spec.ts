import { setTimeout as sleep } from 'node:timers/promises'
import { test } from '@japa/runner'
import { endure, type Fault } from '#tests/resilience/faults/endure'
import { deployment } from '#tests/resilience/support/deployment'
import { isQuick } from '#tests/resilience/support/pace'

const faults: (Fault & { isShort?: true })[] = [
  {
    done: 'kill -9 of Redis, started again 3 s later',
    strike: ({ redis }) => redis.kill(),
    lasts: 3000,
    heal: ({ redis }) => redis.start(),
  },
  {
    done: 'Redis hangs (SIGSTOP), for 5 s',
    isShort: true,
    strike: ({ redis }) => redis.pause(),
    lasts: 5000,
    heal: ({ redis }) => redis.resume(),
  },
  {
    done: 'Redis out of memory, for 4 s',
    strike: ({ redis }) => redis.run('CONFIG SET maxmemory 1'),
    lasts: 4000,
    heal: ({ redis }) => redis.run('CONFIG SET maxmemory 0'),
  },
  {
    done: 'Redis flushed',
    times: 5,
    async strike({ redis }) {
      for (let time = 0; time < 5; time++) {
        await redis.run('FLUSHALL')
        await sleep(200)
      }
    },
  },
  {
    done: 'Redis slow: nothing for 300 ms, twelve times',
    times: 12,
    async strike({ redis }) {
      for (let time = 0; time < 12; time++) {
        await redis.run('CLIENT PAUSE 300 ALL')
        await sleep(350)
      }
    },
  },
  {
    done: 'every connection to Redis cut',
    times: 8,
    async strike({ redis }) {
      for (let time = 0; time < 8; time++) {
        await redis.run('CLIENT KILL TYPE normal SKIPME yes')
        await redis.run('CLIENT KILL TYPE pubsub')
        await sleep(250)
      }
    },
  },
]

test.group('Under load, Redis', () => {
  test('{done}: no request fails, and no write is lost')
    .with(faults.filter(({ isShort }) => isShort || !isQuick))
    .run(async ({ assert }, fault) => {
      assert.deepEqual(await endure(await deployment(), { ...fault, seamless: true }), [])
    })
})
