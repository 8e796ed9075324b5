import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { eventually } from '#tests/support/eventually'
import { ServerProcess } from '#tests/support/server_process'

test.group('A database that refuses the password', () => {
  test('is 503 until it takes it again', async ({ assert, cleanup }) => {
    const { connectionString } = config.get<{ connectionString: string }>(
      'database.connections.postgres.connection'
    )
    const address = new URL(connectionString)
    Object.assign(address, { username: 'guest', password: 'before' })
    await db.rawQuery(`create role guest login superuser password 'before'`)
    const server = await ServerProcess.start('', { DATABASE_URL: address.href })
    cleanup(async () => {
      await server.stop()
      await db.rawQuery('drop role guest')
    })
    assert.equal(await server.status('/posts'), 200)

    await db.rawQuery(`alter role guest password 'after'`)
    await db.rawQuery(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'guest'`
    )
    const refused = await server.get('/posts?limit=3')
    assert.equal(refused.status, 503)
    assert.equal(refused.body.code, 'unavailable')
    assert.match(refused.headers.get('retry-after')!, /^\d+$/)

    await db.rawQuery(`alter role guest password 'before'`)
    await eventually(async () => (await server.status('/posts?limit=3')) === 200)
    assert.notInclude(server.output, 'request failed')
  })
})
