import { test } from '@japa/runner'
import RateLimitedException from '#exceptions/rate_limited_exception'
import { Limit } from '#limits/limit'
import { emptyDatabase } from '#tests/support/database'
import { limiterStores } from '#tests/support/limiter_stores'
import { setting } from '#tests/support/settings'

/** The number of requests that two workers accept in turn until both refuse. */
async function passed(...workers: Limit[]) {
  let count = 0
  const refusing = new Set<Limit>()
  while (refusing.size < workers.length) {
    for (const worker of workers) {
      try {
        await worker.consume(1)
        count++
        refusing.delete(worker)
      } catch (error) {
        if (!(error instanceof RateLimitedException)) throw error
        refusing.add(worker)
      }
    }
  }
  return count
}

const shared = limiterStores.filter(({ name }) => !name.startsWith('memory'))

for (const store of shared) {
  test.group(`A limit counted in ${store.name}`, (group) => {
    group.tap((one) => one.skip(store.isMissing, 'there is no redis-server'))
    group.each.setup(() => store.use())
    group.each.setup(emptyDatabase)

    test('is exact between two workers when it is small', async ({ assert, cleanup }) => {
      cleanup(setting('limits.write', { requests: 120, seconds: 60 }))
      assert.equal(await passed(new Limit('write'), new Limit('write')), 120)
    })

    test('never lets more requests pass than a large limit, and hardly fewer', async ({
      assert,
      cleanup,
    }) => {
      cleanup(setting('limits.write', { requests: 1000, seconds: 60 }))
      const count = await passed(new Limit('write'), new Limit('write'))
      assert.isAtMost(count, 1000)
      assert.isAtLeast(count, 980)
    })

    test('returns a count to the place where it was counted', async ({ assert, cleanup }) => {
      cleanup(setting('limits.write', { requests: 1000, seconds: 60 }))
      const [worker, other] = [new Limit('write'), new Limit('write')]
      for (let time = 0; time < 30; time++) await worker.consume(1)
      for (let time = 0; time < 30; time++) await worker.refund(1)

      const { RateLimit } = await worker.consume(1)
      assert.include(RateLimit, 'r=999;')
      const count = await passed(worker, other)
      assert.isAtMost(count, 999)
      assert.isAtLeast(count, 960)
    })

    test('reports the remaining requests, including those reserved ahead', async ({
      assert,
      cleanup,
    }) => {
      cleanup(setting('limits.write', { requests: 1000, seconds: 60 }))
      const worker = new Limit('write')
      const left = []
      for (let time = 0; time < 30; time++) {
        left.push(/r=(\d+)/.exec((await worker.consume(1)).RateLimit)![1])
      }
      assert.deepEqual(
        left.map(Number),
        Array.from({ length: 30 }, (_, time) => 999 - time)
      )
    })
  })
}
