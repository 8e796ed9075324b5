import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { TaggedCache } from '#cache/tagged_cache'
import { cacheDrivers, startWorkers } from '#tests/support/cache_workers'
import { eventually } from '#tests/support/eventually'

for (const driver of cacheDrivers) {
  test.group(`A value that ends by itself, in the cache over ${driver.name}`, (group) => {
    let workers: TaggedCache[] = []

    group.tap((one) => one.skip(driver.isMissing, 'there is no redis-server'))
    group.setup(async () => {
      workers = await startWorkers(driver, 2)
      return async () => {
        for (const worker of workers) await worker.close()
      }
    })

    test('is served until its end, and by no worker after it', async ({ assert }) => {
      const key = randomUUID()
      const endsAt = Date.now() + 1500
      const options = {
        tags: [key],
        ttl: 60_000,
        isShared: true,
        endOf: (value: { endsAt?: number }) => value.endsAt,
      }
      const read = (worker: TaggedCache, name: string) =>
        worker.remember<{ name: string; endsAt?: number }>(key, options, async () =>
          Date.now() < endsAt ? { name, endsAt } : { name }
        )
      const first = await read(workers[0], 'before')
      if (Date.now() < endsAt) assert.isTrue(workers[0].keeps(first))
      await eventually(() => Date.now() >= endsAt)
      assert.isFalse(workers[0].keeps(first))
      for (const worker of workers) assert.notEqual((await read(worker, 'after')).name, 'before')
    })

    test('is not shown after its end while the source is away', async ({ assert }) => {
      const key = randomUUID()
      const endsAt = Date.now() + 500
      const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      const options = {
        tags: [key],
        ttl: 1,
        stale: { unless: [], mark: (value: { name: string }) => ({ ...value, name: 'old' }) },
        endOf: () => endsAt,
      }
      await workers[0].remember(key, options, async () => ({ name: 'here' }))
      await eventually(() => Date.now() >= endsAt)
      const read = () => workers[0].remember(key, options, () => Promise.reject(away))
      await assert.rejects(read, /ECONNREFUSED/)
    })
  })
}
