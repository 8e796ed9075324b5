import { setTimeout as wait } from 'node:timers/promises'
import { test } from '@japa/runner'
import type { TaggedCache } from '#cache/tagged_cache'
import { cacheDrivers, startWorkers } from '#tests/support/cache_workers'
import { eventually } from '#tests/support/eventually'
import { Source } from '#tests/support/source'

for (const driver of cacheDrivers) {
  test.group(`The tagged cache over ${driver.name}`, (group) => {
    let [here, there, late]: TaggedCache[] = []
    let source: Source

    group.tap((one) => one.skip(driver.isMissing, 'there is no redis-server'))
    group.setup(async () => {
      ;[here, there, late] = await startWorkers(driver, 3)
      return async () => {
        for (const worker of [here, there, late]) await worker.close()
      }
    })
    group.each.setup(async () => {
      source = new Source()
      await eventually(() => [here, there, late].every((worker) => worker.isReady))
    })

    test('a value is read once', async ({ assert }) => {
      assert.equal(await source.through(here), 'old')
      assert.equal(await source.through(here), 'old')
      assert.equal(source.reads, 1)
    })

    test('many simultaneous reads of a missing key read once', async ({ assert }) => {
      const open = source.holdNext()
      const all = Array.from({ length: 100 }, () => source.through(here))
      await eventually(() => source.reads === 1)
      open()

      assert.lengthOf(new Set(await Promise.all(all)), 1)
      assert.equal(source.reads, 1)
    })

    test('an invalidation is effective here when it returns, and there within a second', async ({
      assert,
    }) => {
      await Promise.all([source.through(here), source.through(there)])
      await source.write(here, 'new')

      assert.equal(await source.through(here), 'new')
      await eventually(async () => (await source.through(there)) === 'new', { within: 1000 })
    })

    test('a write here invalidates earlier reads here, and no later ones', async ({ assert }) => {
      for (let writes = 1; writes <= 5; writes++) {
        await source.write(here, `value ${writes}`)
        assert.equal(await source.alone(here), `value ${writes}`)
        // The bus returns each message to its sender within this time.
        await wait(50)
        await source.alone(here)
        assert.equal(source.reads, writes)
      }
    })

    test('an invalidation of one tag keeps the others', async ({ assert }) => {
      const other = new Source()
      await Promise.all([source.through(here), other.through(here)])
      await source.write(here, 'new')
      await other.through(here)
      assert.equal(other.reads, 1)
    })

    test('a read that began before an invalidation is not served after it, here', async ({
      assert,
    }) => {
      const open = source.holdNext()
      const slow = source.through(here)
      await eventually(() => source.reads === 1)
      await source.write(here, 'new')

      assert.equal(await source.through(here), 'new')
      open()
      assert.equal(await slow, 'old')
      assert.equal(await source.through(here), 'new')
    })

    test('a read that began before an invalidation is not served after it, there', async ({
      assert,
    }) => {
      const open = source.holdNext()
      const slow = source.through(there)
      await eventually(() => source.reads === 1)
      await source.write(here, 'new')
      const heard = new Source()
      await heard.through(there)
      await heard.write(here, 'new')
      await eventually(async () => (await heard.through(there)) === 'new', { within: 1000 })

      open()
      assert.equal(await slow, 'old')
      assert.equal(await source.through(there), 'new')
    })

    test('a read that began before an invalidation answers no later reader', async ({ assert }) => {
      const open = source.holdNext()
      const slow = source.through(there)
      await eventually(() => source.reads === 1)
      await source.write(here, 'new')
      open()
      await slow
      await wait(20)

      assert.equal(await source.through(late), 'new')
      assert.equal(await source.through(here), 'new')
    })

    test('without its bus a worker reads every time, and serves nothing stale later', async ({
      assert,
    }) => {
      await Promise.all([source.through(here), source.through(there)])
      await driver.cutBuses()
      await eventually(() => !there.isReady)

      source.value = 'new'
      const drop = here.invalidate(source.tag)
      const { reads } = source
      for (let time = 0; time < 3 && !there.isReady; time++) {
        assert.equal(await source.through(there), 'new')
        assert.equal(source.reads, reads + time + 1)
      }

      await drop
      await eventually(() => here.isReady && there.isReady)
      for (const worker of [here, there, late]) assert.equal(await source.through(worker), 'new')
      const { reads: after } = source
      await source.through(there)
      assert.equal(source.reads, after)
    })

    test('a worker that receives an unreadable message empties its cache', async ({ assert }) => {
      // One message a second costs the cache something. tests/unit/cache/bus_message.spec.ts tests all forms.
      for (const message of ['garbage{', '{"__proto__":[]}', '[1]']) {
        await source.alone(there)
        source.value = `after ${message.slice(0, 20)}`
        await driver.sendGarbage(message)
        await eventually(async () => (await source.alone(there)) === source.value)
        assert.isTrue(there.isReady)
      }
    })

    test('the cache works under a flood of unreadable messages', async ({ assert }) => {
      const start = performance.now()
      let times = 0
      for (; performance.now() - start < 2500; times++) {
        await driver.sendGarbage('garbage{')
        await source.alone(there)
      }
      assert.isTrue(there.isReady)
      assert.isAbove(times, 20)
      assert.isBelow(source.reads, 8)
    })

    test('a private value is read by each worker, and invalidated everywhere', async ({
      assert,
    }) => {
      for (const worker of [here, there, here, there]) await source.alone(worker)
      assert.equal(source.reads, 2)
      await source.write(here, 'new')
      assert.equal(await source.alone(here), 'new')
      await eventually(async () => (await source.alone(there)) === 'new', { within: 1000 })
    })

    test('a value expires in time', async ({ assert }) => {
      await source.through(here, 50)
      source.value = 'new'
      await eventually(async () => (await source.through(here, 50)) === 'new', { within: 1000 })
      assert.equal(source.reads, 2)
    })

    test('a value from another worker expires in time', async ({ assert }) => {
      const start = Date.now()
      await source.through(here, 1000)
      await wait(400)
      await source.through(there, 1000)
      source.value = 'new'
      await wait(start + 1000 - Date.now() + 20)

      assert.equal(await source.through(here, 1000), 'new')
      if (driver.name === 'Redis') assert.equal(await source.through(there, 1000), 'new')
    })

    test('an error reaches all waiting readers, and is not cached', async ({ assert }) => {
      let reads = 0
      const fail = async () => {
        reads++
        await wait(20)
        throw new Error('the source is away')
      }
      const options = { tags: [source.tag], ttl: 60_000 }
      const all = Array.from({ length: 5 }, () => here.remember(source.key, options, fail))
      for (const outcome of await Promise.allSettled(all)) {
        assert.equal(outcome.status === 'rejected' && outcome.reason.message, 'the source is away')
      }
      assert.equal(reads, 1)
      assert.equal(await source.through(here), 'old')
    })

    test('stores {value} unchanged')
      .with([{ value: null }, { value: 0 }, { value: '' }, { value: false }, { value: [] }])
      .run(async ({ assert }, { value }) => {
        const options = { tags: [source.tag], ttl: 60_000 }
        let reads = 0
        const read = async () => {
          reads++
          return value
        }
        assert.deepEqual(await here.remember(source.key, options, read), value)
        assert.deepEqual(await here.remember(source.key, options, read), value)
        assert.equal(reads, 1)
      })
  })
}
