import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { TaggedCache } from '#cache/tagged_cache'
import { cacheDrivers, startWorkers } from '#tests/support/cache_workers'
import { eventually } from '#tests/support/eventually'

const away = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

for (const driver of cacheDrivers) {
  test.group(`While the source of the cache over ${driver.name} is away`, (group) => {
    let [here, there]: TaggedCache[] = []

    group.tap((one) => one.skip(driver.isMissing, 'there is no redis-server'))
    group.setup(async () => {
      ;[here, there] = await startWorkers(driver, 2)
      return async () => {
        for (const worker of [here, there]) await worker.close()
      }
    })

    /** A row whose read fails as soon as it has an error. */
    const makeRow = () => {
      const [key, tag, withdrawn] = ['key', 'tag', 'withdrawn'].map(
        (kind) => `${kind} ${randomUUID()}`
      )
      const row = {
        tag,
        withdrawn,
        value: 'first',
        error: undefined as Error | undefined,
        gate: Promise.resolve(),
        reads: 0,
        async read() {
          row.reads++
          await row.gate
          if (row.error) throw row.error
          return row.value
        },
        through(worker: TaggedCache, ttl = 1) {
          const stale = { unless: [withdrawn], mark: (value: string) => `${value}, old` }
          return worker.remember(key, { tags: [tag], ttl, stale }, row.read)
        },
      }
      return row
    }

    test('the last known value is returned, marked as old', async ({ assert }) => {
      const row = makeRow()
      assert.equal(await row.through(here), 'first')
      await here.invalidate(row.tag)
      row.error = away()
      assert.equal(await row.through(here), 'first, old')
    })

    test('an unread value is not returned', async ({ assert }) => {
      const row = makeRow()
      row.error = away()
      await assert.rejects(() => row.through(here), /ECONNREFUSED/)
    })

    test('a withdrawn value is not returned, here and on another worker', async ({ assert }) => {
      const row = makeRow()
      for (const worker of [here, there]) await row.through(worker)
      row.error = away()
      await here.invalidate(row.tag, row.withdrawn)
      await assert.rejects(() => row.through(here), /ECONNREFUSED/)
      await eventually(
        () =>
          row.through(there).then(
            () => false,
            () => true
          ),
        { within: 1000 }
      )
    })

    test('a value that was withdrawn during its read is not returned later', async ({ assert }) => {
      const row = makeRow()
      const { promise, resolve: open } = Promise.withResolvers<void>()
      row.gate = promise
      const slow = row.through(here)
      await eventually(() => row.reads === 1)
      await here.invalidate(row.tag, row.withdrawn)
      open()
      assert.equal(await slow, 'first')

      row.error = away()
      await assert.rejects(() => row.through(here), /ECONNREFUSED/)
    })

    test('an error that is not an outage is thrown unchanged', async ({ assert }) => {
      const row = makeRow()
      await row.through(here)
      await here.invalidate(row.tag)
      row.error = new Error('there is no such row')
      await assert.rejects(() => row.through(here), /no such row/)
      row.error = away()
      await assert.rejects(() => row.through(here), /ECONNREFUSED/)
    })

    test('the source is asked once for all readers, and again after a write', async ({
      assert,
    }) => {
      const row = makeRow()
      await row.through(here)
      await here.invalidate(row.tag)
      row.error = away()
      for (let time = 0; time < 20; time++) await row.through(here)
      assert.equal(row.reads, 2)

      row.error = undefined
      row.value = 'second'
      await here.invalidate(row.tag)
      assert.equal(await row.through(here), 'second')
    })
  })
}
