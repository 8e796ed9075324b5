import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { bucketOf } from '#limits/bucket'
import { statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { forgetLimits, limiterStores } from '#tests/support/limiter_stores'
import { OwnRedis } from '#tests/support/own_redis'
import { ServerProcess } from '#tests/support/server_process'
import { setting } from '#tests/support/settings'

const attempt = (client: ApiClient, username: string) =>
  statusOf(
    client
      .post('/login')
      .header('x-forwarded-for', '192.0.2.1')
      .json({ username, password: 'wrong' })
  )

const counted = limiterStores.filter(({ name }) => !name.startsWith('memory'))

for (const store of counted) {
  test.group(`The memory of failed logins in ${store.name}`, (group) => {
    group.tap((one) => one.skip(store.isMissing, 'there is no redis-server'))
    group.each.setup(() => store.use())
    group.each.setup(emptyDatabase)
    group.each.setup(forgetLimits)

    test('does not grow with new names from an address above its limit', async ({
      client,
      assert,
      cleanup,
    }) => {
      cleanup(setting('limits.loginIp', { requests: 3, seconds: 900 }))
      for (let time = 0; time < 3; time++) await attempt(client, `fresh_${time}`)
      const before = (await store.lifetimes()).length
      assert.equal(before, 3 * 2 + 1)

      for (let time = 3; time < 40; time++) {
        assert.equal(await attempt(client, `fresh_${time}`), 429)
      }
      assert.equal((await store.lifetimes()).length, before)
    })
  })
}

test.group('The key of a limit for clients without a token', () => {
  test('is short, reveals nothing, and is one of a bounded number', ({ assert }) => {
    const keys = Array.from({ length: 50_000 }, (_, index) => bucketOf(`ada_${index}`, '192.0.2.1'))
    for (const key of keys) assert.match(key, /^[0-9a-z]{1,4}$/)
    for (const key of keys) assert.isBelow(Number.parseInt(key, 36), 2 ** 18)
    assert.isAbove(new Set(keys).size, 40_000)
    assert.equal(bucketOf('ada', '192.0.2.1'), bucketOf('ada', '192.0.2.1'))
    assert.notEqual(bucketOf('ada', '192.0.2.1'), bucketOf('ada1', '92.0.2.1'))
  })
})

test.group('While Redis is full', (group) => {
  group.tap((one) => one.skip(!process.env.REDIS_URL, 'there is no redis-server'))
  group.each.setup(emptyDatabase)

  test('limits hold across workers, and logins go on', async ({ assert, cleanup }) => {
    const redis = await OwnRedis.start()
    cleanup(() => redis.kill())
    const workers = [await ServerProcess.start(redis.url), await ServerProcess.start(redis.url)]
    for (const worker of workers) cleanup(() => worker.stop())
    const ada = await UserFactory.create()
    await eventually(async () => (await workers[1].status('/health/ready')) === 200)
    await redis.run('CONFIG SET maxmemory 1')

    const login = async (worker: ServerProcess, username: string, secret: string) =>
      (await worker.send('POST', '/login', { username, password: secret })).status
    const statuses = []
    for (let time = 0; time < 8; time++) {
      statuses.push(await login(workers[time % 2], 'grace', 'wrong'))
    }
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429])
    assert.equal(await login(workers[0], ada.username, password), 200)
  }).timeout(60_000)
})
