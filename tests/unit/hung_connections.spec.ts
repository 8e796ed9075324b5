import config from '@adonisjs/core/services/config'
import { test } from '@japa/runner'
import pg from 'pg'
import { answerTimeout, endWhenHung } from '#db/hung_connections'

const STATEMENT_TIMEOUT_MS = 100

test.group('The connection of a statement', () => {
  const connected = async (cleanup: (end: () => Promise<void>) => void) => {
    const client = new pg.Client(
      config.get<pg.ClientConfig>('database.connections.postgres.connection')
    )
    client.on('error', () => {})
    await client.connect()
    cleanup(() => client.end().catch(() => {}))
    await new Promise((done) => endWhenHung(STATEMENT_TIMEOUT_MS)(client, done))
    return client
  }

  test('stays when the answer came in time, and this process was busy', async ({
    assert,
    cleanup,
  }) => {
    const client = await connected(cleanup)
    const answer = client.query({ text: 'select 1 as one' })
    // Lets the statement go out, and then nothing happen for longer than the timeout.
    await new Promise((sent) => setImmediate(sent))
    const busy = new Int32Array(new SharedArrayBuffer(4))
    Atomics.wait(busy, 0, 0, answerTimeout(STATEMENT_TIMEOUT_MS) + 300)
    assert.deepEqual((await answer).rows, [{ one: 1 }])
  })

  test('ends when no answer comes', async ({ assert, cleanup }) => {
    const client = await connected(cleanup)
    await assert.rejects(
      () => client.query({ text: 'select pg_sleep(5)' }),
      /PostgreSQL says nothing|Connection terminated/
    )
  })
})
