import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { test } from '@japa/runner'
import type { SharedStore } from '#cache/stores'
import { TaggedCache } from '#cache/tagged_cache'
import { eventually } from '#tests/support/eventually'
import { FakeHub, FakeMemory } from '#tests/support/fake_hub'
import { Source } from '#tests/support/source'

test.group('The tagged cache, step by step', (group) => {
  let hub: FakeHub
  let workers: TaggedCache[]

  const start = async () => {
    const worker = new TaggedCache(new FakeMemory(), hub, hub.bus())
    workers.push(worker)
    await worker.open()
    return worker
  }
  const untilReady = (worker: TaggedCache) => eventually(() => worker.isReady)

  group.each.setup(() => {
    hub = new FakeHub()
    workers = []
    return async () => {
      for (const worker of workers) await worker.close()
    }
  })

  test('an invalidated value in Redis is not served after the invalidation', async ({ assert }) => {
    const [here, there] = [await start(), await start()]
    await Promise.all([untilReady(here), untilReady(there)])
    const source = new Source()
    await source.through(there)

    const open = hub.holdNextRenewal()
    const write = source.write(here, 'new')
    assert.equal(await source.through(here), 'old')
    open()
    await write

    assert.equal(await source.through(here), 'new')
  })

  test('a write from before the first message of the bus is published with the bus', async ({
    assert,
  }) => {
    const there = await start()
    await untilReady(there)
    const source = new Source()
    await source.through(there)

    const here = await start()
    assert.isFalse(here.isReady)
    hub.isDown = true
    await source.write(here, 'new')
    hub.isDown = false
    await untilReady(here)

    await eventually(async () => (await source.through(there)) === 'new', { within: 1000 })
  })

  test('a worker that is alone waits for no other when it writes', async ({ assert }) => {
    const here = await start()
    await untilReady(here)
    const source = new Source()
    await source.through(here)

    const open = hub.holdNextRenewal()
    await source.write(here, 'new')
    const read = source.through(here)
    open()
    assert.equal(await read, 'new')
  })

  test('a worker that is alone publishes its messages before it ends', async ({ assert }) => {
    const here = await start()
    await untilReady(here)
    const source = new Source()
    await source.through(here)
    await source.write(here, 'new')
    await here.close()

    const next = await start()
    await untilReady(next)
    assert.equal(await source.through(next), 'new')
  })

  test('pending invalidations of a killed worker are not lost', async ({ assert }) => {
    let isKilled = false
    const renew = (tags: string[]) => (isKilled ? new Promise<never>(() => {}) : hub.renew(tags))
    const store: SharedStore = {
      get: (key) => hub.get(key),
      set: (key, entry) => hub.set(key, entry),
      fence: (tags) => hub.fence(tags),
      renew,
    }
    const killed = new TaggedCache(new FakeMemory(), store, hub.bus())
    await killed.open()
    await untilReady(killed)
    const source = new Source()
    await source.through(killed)
    isKilled = true
    await source.write(killed, 'new')
    hub.cutBuses()

    const next = await start()
    await untilReady(next)
    assert.equal(await source.through(next), 'new')
  })

  test('a worker that joins caches nothing while others may assume that they are alone', async ({
    assert,
  }) => {
    const here = await start()
    await untilReady(here)
    const there = await start()
    await eventually(() => there.isConnected)
    const source = new Source()
    await source.through(there)
    await source.write(here, 'new')
    assert.equal(await source.through(there), 'new')
    assert.isFalse(there.isReady)

    await untilReady(there)
    const open = hub.holdNextRenewal()
    const write = source.write(here, 'newer')
    assert.equal(await Promise.race([write, 'waits']), 'waits')
    open()
    await write
  })

  test('an absent store costs only speed', async ({ assert }) => {
    const here = await start()
    await untilReady(here)
    const source = new Source()
    await source.through(here)
    hub.isDown = true

    await source.write(here, 'new')
    await eventually(() => !here.isReady)
    for (const reads of [2, 3, 4]) {
      assert.equal(await source.through(here), 'new')
      assert.equal(source.reads, reads)
    }

    hub.isDown = false
    await untilReady(here)
    source.value = 'newer'
    assert.equal(await source.through(here), 'newer')
  })

  test('an absent store still lets simultaneous reads share one read', async ({ assert }) => {
    const here = await start()
    hub.isDown = true
    const source = new Source()
    const open = source.holdNext()
    const all = Array.from({ length: 50 }, () => source.through(here))
    open()
    await Promise.all(all)
    assert.equal(source.reads, 1)
  })

  test('a silent bus is noticed within two seconds', async ({ assert }) => {
    const here = await start()
    await untilReady(here)
    await here.invalidate()
    assert.isTrue(here.isReady)

    hub.isMute = true
    await eventually(() => !here.isReady, { within: 2500 })
    hub.isMute = false
    await untilReady(here)
  })

  test('old invalidations are forgotten', async ({ assert, cleanup }) => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const now = performance.now.bind(performance)
    cleanup(() => void Object.assign(performance, { now }))
    const here = new TaggedCache(new FakeMemory(), null, hub.bus())
    workers.push(here)
    await here.open()
    await untilReady(here)
    const used = () => {
      collect()
      return process.memoryUsage().heapUsed / 2 ** 20
    }

    const before = used()
    for (let post = 0; post < 30_000; post++) await here.invalidate(`post:${post}`)
    await new Promise(setImmediate)
    performance.now = () => now() + 121_000
    await here.invalidate('post:0')
    await new Promise(setImmediate)
    performance.now = now

    assert.isBelow(used() - before, 3)
  }).timeout(20_000)
})
