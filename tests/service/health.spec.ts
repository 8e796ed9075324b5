import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import cache from '#cache/cache'
import { bodyOf, statusOf } from '#tests/support/answers'
import { eventually } from '#tests/support/eventually'
import { queriesOf } from '#tests/support/queries'

test.group('GET /health/live', () => {
  test('answers without PostgreSQL and Redis', async ({ client, assert }) => {
    const queries = await queriesOf(async () => {
      const response = await client.get('/health/live')
      response.assertStatus(200)
      response.assertBody({ status: 'ok' })
      response.assertHeader('cache-control', 'no-store')
    })
    assert.isEmpty(queries)
  })
})

test.group('GET /health/ready', (group) => {
  group.setup(() => cache.open())

  const ready = (client: any) => client.get('/health/ready')

  test('names each part that it checked, and none of their internals', async ({
    client,
    assert,
  }) => {
    await eventually(() => bodyOf(ready(client)).then(({ status }) => status === 'ok'))
    const response = await ready(client)

    response.assertStatus(200)
    response.assertHeader('cache-control', 'no-store')
    const { checks } = response.body()
    const parts = ['database', 'migrations', 'cache', 'writes', 'load']
    if (config.get('app.usesRedis')) parts.push('redis')
    assert.sameMembers(
      checks.map(({ name }: { name: string }) => name),
      parts
    )
    for (const check of checks)
      assert.sameMembers(Object.keys(check), ['name', 'status', 'message'])
    assert.notMatch(response.text(), /127\.0\.0\.1|postgres:|redis:/)
  })

  test('is 503 while a migration has not run', async ({ client, assert, cleanup }) => {
    const last = await db.from('adonis_schema').orderBy('id', 'desc').firstOrFail()
    const putBack = () => db.table('adonis_schema').insert(last)
    await db.from('adonis_schema').where('id', last.id).delete()
    let isBack = false
    cleanup(async () => {
      if (!isBack) await putBack()
    })

    await eventually(async () => (await statusOf(ready(client))) === 503)
    const response = await ready(client)
    assert.equal(response.body().status, 'unavailable')
    assert.match(response.header('retry-after'), /^\d+$/)

    await putBack()
    isBack = true
    await eventually(async () => (await statusOf(ready(client))) === 200)
  })

  test('is 503 while the database does not answer', async ({ client, assert, cleanup }) => {
    const { rawQuery } = db
    cleanup(() => void Object.assign(db, { rawQuery }))
    db.rawQuery = (() => Promise.reject(new Error('password authentication failed'))) as any

    const response = await ready(client)
    response.assertStatus(503)
    assert.notInclude(response.text(), 'password')
    assert.deepInclude(response.body().checks, {
      name: 'database',
      status: 'error',
      message: 'It does not answer',
    })
  })
})
