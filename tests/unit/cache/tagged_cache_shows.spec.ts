import { randomUUID } from 'node:crypto'
import { test } from '@japa/runner'
import type { TaggedCache } from '#cache/tagged_cache'
import { cacheDrivers, startWorkers } from '#tests/support/cache_workers'
import { eventually } from '#tests/support/eventually'

/** A page of names. Each name is a tag that is known only after the read. */
class Page {
  readonly group = `group ${randomUUID()}`
  readonly key = `page ${randomUUID()}`
  reads = 0
  #gate?: Promise<void>

  constructor(public names: Record<string, string>) {}

  subjectOf = (id: string) => `${this.group} ${id}`

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise
    return resolve
  }

  through(worker: TaggedCache) {
    const shows = {
      group: this.group,
      tags: (names: Record<string, string>) => Object.keys(names).map(this.subjectOf),
    }
    return worker.remember(this.key, { tags: [], shows, ttl: 60_000 }, async () => {
      this.reads++
      const names = { ...this.names }
      const gate = this.#gate
      this.#gate = undefined
      await gate
      return names
    })
  }

  async rename(worker: TaggedCache, id: string, name: string) {
    if (id in this.names) this.names[id] = name
    await worker.invalidate(this.subjectOf(id), this.group)
  }
}

for (const driver of cacheDrivers) {
  test.group(`A cached value that depends on its content, over ${driver.name}`, (group) => {
    let [here, there]: TaggedCache[] = []
    let page: Page

    group.tap((one) => one.skip(driver.isMissing, 'there is no redis-server'))
    group.setup(async () => {
      ;[here, there] = await startWorkers(driver, 2)
      return async () => {
        for (const worker of [here, there]) await worker.close()
      }
    })
    group.each.setup(async () => {
      page = new Page({ 1: 'ada', 2: 'bob' })
      await eventually(() => [here, there].every((worker) => worker.isReady))
    })

    test('a change of its content invalidates it, on every worker', async ({ assert }) => {
      await Promise.all([page.through(here), page.through(there)])
      await page.rename(here, '2', 'bea')

      assert.equal((await page.through(here))[2], 'bea')
      const isRenamed = async () => (await page.through(there))[2] === 'bea'
      await eventually(isRenamed, { within: 1000 })
    })

    test('a change of other content keeps it in memory', async ({ assert }) => {
      const before = await page.through(here)
      for (const id of ['3', '4', '3']) await page.rename(here, id, 'eve')

      assert.strictEqual(await page.through(here), before)
      assert.isTrue(here.keeps(before))
      await page.rename(here, '1', 'amy')
      assert.isFalse(here.keeps(before))
    })

    test('a read that began before a change is not cached after it', async ({ assert }) => {
      for (const worker of [here, there]) {
        page = new Page({ 1: 'ada' })
        const open = page.hold()
        const slow = page.through(worker)
        await eventually(() => page.reads === 1)
        await page.rename(here, '1', 'amy')
        open()

        assert.equal((await slow)[1], 'ada')
        const isRenamed = async () => (await page.through(worker))[1] === 'amy'
        await eventually(isRenamed, { within: 1000 })
      }
    })

    test('a worker never gets a value that another cached before a change', async ({ assert }) => {
      await page.through(here)
      await page.rename(here, '1', 'amy')
      const fresh = await driver.make()
      await fresh.open()
      await eventually(() => fresh.isReady)

      assert.equal((await page.through(fresh))[1], 'amy')
      await fresh.close()
    })
  })
}
