import config from '@adonisjs/core/services/config'
import redis from '@adonisjs/redis/services/main'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import { statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { shown } from '#tests/support/titles'

const ada = { username: 'Ada_1815', email: 'ada@example.org' }

const attempt = async (client: ApiClient, username: string, from?: string) => {
  const request = client.post('/login').json({ username, password: 'wrong' })
  return await statusOf(from ? request.header('x-forwarded-for', from) : request)
}

async function exhaust(client: ApiClient, username: string, from?: string) {
  for (let time = 0; time < 5; time++) await attempt(client, username, from)
}

test.group('POST /login, throttled under other spellings', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(async () => void (await UserFactory.merge(ada).create()))

  test('{shown} is counted as Ada_1815')
    .with(
      shown([
        { value: 'ada_1815' },
        { value: 'ADA_1815' },
        { value: '  Ada_1815\t' },
        { value: 'A da_1815' },
        { value: 'ａｄａ_１８１５' },
        { value: '𝐀da_1815' },
        { value: 'Ada\u200b_1815' },
        { value: '\u202eAda_1815' },
        { value: 'Ada\u0000_1815' },
        { value: 'Ada_1815\ufeff' },
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      await exhaust(client, 'Ada_1815')
      assert.equal(await attempt(client, value), 429)
    })

  test('{shown} is counted as ada@example.org')
    .with(shown([{ value: 'ADA@example.ORG' }, { value: 'ada＠example.org' }]))
    .run(async ({ client, assert }, { value }) => {
      await exhaust(client, 'ada@example.org')
      assert.equal(await attempt(client, value), 429)
    })

  test('{shown} is counted separately')
    .with(
      shown([
        { value: 'ada@example.org' },
        { value: 'ada_1816' },
        { value: 'ada+1@example.org' },
        { value: 'a.da@example.org' },
        { value: 'äda@example.org' },
        { value: '\u0430da@example.org' },
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      await exhaust(client, 'Ada_1815')
      assert.equal(await attempt(client, value), 401)
    })

  test('{shown} and an unknown name share a count')
    .with(shown([{ value: 'NOBODY' }, { value: ' nobody ' }, { value: 'ｎobody' }]))
    .run(async ({ client, assert }, { value }) => {
      await exhaust(client, 'nobody')
      assert.equal(await attempt(client, value), 429)
    })

  test('no name is stored in Redis', async ({ client, assert }) => {
    await attempt(client, 'nobody@example.org')
    await attempt(client, 'ada@example.org')
    const keys = await redis.keys('*')
    assert.isNotEmpty(keys.filter((key) => key.includes('login')))
    for (const key of keys) assert.notMatch(key, /nobody|ada/i)
  }).skip(!process.env.REDIS_URL, 'there is no redis-server')
})

test.group('POST /login, throttled by address', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(async () => void (await UserFactory.merge(ada).create()))

  test('behind a trusted proxy, {second} after {first} is {status}')
    .with([
      { first: '192.0.2.1', second: '192.0.2.1', status: 429 },
      { first: '192.0.2.1', second: '192.0.2.2', status: 401 },
      { first: '192.0.2.1', second: '198.51.100.9, 192.0.2.1', status: 429 },
      { first: '192.0.2.1', second: '192.0.2.1, 127.0.0.1', status: 429 },
      { first: '2001:db8::1', second: '2001:db8::2', status: 429 },
      { first: '2001:db8::1', second: '2001:db8:0:1::1', status: 401 },
    ])
    .run(async ({ client, assert }, { first, second, status }) => {
      await exhaust(client, 'ada_1815', first)
      assert.equal(await attempt(client, 'ada_1815', second), status)
    })

  test('X-Forwarded-For of another client is ignored', async ({ client, assert, cleanup }) => {
    const http = config.get<{ trustProxy: (address: string) => boolean }>('app.http')
    const { trustProxy } = http
    cleanup(() => void Object.assign(http, { trustProxy }))
    http.trustProxy = () => false

    for (let time = 0; time < 5; time++) await attempt(client, 'ada_1815', `192.0.2.${time}`)
    assert.equal(await attempt(client, 'ada_1815', '203.0.113.1'), 429)
  })

  test('the forwarded address {shown} avoids no limit, and causes no 5xx')
    .with(
      shown([
        { value: 'unknown' },
        { value: 'fe80::1%eth0' },
        { value: '::' },
        { value: '1.2.3.4.5' },
        { value: `${'9'.repeat(3000)}` },
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      await exhaust(client, 'ada_1815', value)
      assert.equal(await attempt(client, 'ada_1815', value), 429)
    })
})
