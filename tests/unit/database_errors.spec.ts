import { promisify } from 'node:util'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import type { PostgreConfig } from '@adonisjs/lucid/types/database'
import pg from 'pg'
import { endWhenHung } from '#db/hung_connections'
import { isOutage } from '#db/errors'
import { eventually } from '#tests/support/eventually'

test.group('An outage of PostgreSQL', () => {
  // First: later, the pool may give a connection that another test has ended.
  test('is not the only cause of a failed commit: a deferred constraint is reported too', async ({
    assert,
  }) => {
    const commit = db.transaction(async (client) => {
      await client.rawQuery(
        'create temp table lone (id int unique deferrable initially deferred) on commit drop'
      )
      await client.rawQuery('insert into lone values (1), (1)')
    })
    await assert.rejects(() => commit, /duplicate key/)
  })

  test('is the error of a transaction whose connection ends between two statements', async ({
    assert,
  }) => {
    const errors: unknown[] = []
    const transaction = await db.transaction()
    const { rows } = await transaction.rawQuery('select pg_backend_pid() as pid')
    await endConnection(rows[0].pid)

    for (let statement = 0; statement < 3; statement++) {
      await transaction.rawQuery('select 1').catch((error) => errors.push(error))
    }
    await transaction.rollback().catch((error) => errors.push(error))
    assert.isAbove(errors.length, 2)
    for (const error of errors) assert.isTrue(isOutage(error), String(error))
  })

  test('makes a commit fail, and no event follows', async ({ assert }) => {
    let hasFollowed = false
    const commit = db.transaction(async (client) => {
      const { rows } = await client.rawQuery('select pg_backend_pid() as pid')
      client.after('commit', () => {
        hasFollowed = true
      })
      await endConnection(rows[0].pid)
    })
    await assert.rejects(() => commit)
    assert.isFalse(hasFollowed)
  })

  test('is a server that does not answer, except for a statement that may take long', async ({
    assert,
  }) => {
    const connect = async () => {
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
      client.on('error', () => {})
      await client.connect()
      endWhenHung(100)(client, () => {})
      const ask = promisify((sql: string, done: (error: Error) => void) =>
        client.query({ text: sql } as any, done as any)
      )
      return { client, ask }
    }
    const hung = await connect()
    const error = await hung.ask('select pg_sleep(3)').catch((thrown) => thrown)
    assert.isTrue(isOutage(error), String(error))
    const { client } = await connect()
    const other = await client.query({ text: 'select pg_sleep(3)' }).catch((thrown) => thrown)
    assert.isTrue(isOutage(other), String(other))

    const patient = await connect()
    await patient.ask('begin')
    await patient.ask(`set local statement_timeout = '1h'`)
    await patient.ask('select pg_sleep(0.2)')
    await patient.ask('commit')
    await patient.client.end()
  })

  test('is a server that does not answer a connection of the pool', async ({ assert, cleanup }) => {
    const { config } = db.manager.get(db.primaryConnectionName)!
    const connection = { ...(config.connection as object), statement_timeout: 0 }
    assert.isFunction(config.pool!.afterCreate)
    db.manager.add('hung', {
      ...config,
      connection,
      pool: { min: 0, max: 1, afterCreate: endWhenHung(100) },
    } as PostgreConfig)
    cleanup(() => db.manager.close('hung', true))

    const pool = db.connection('hung')
    const hang = 'select pg_sleep(3)'
    for (const ask of [
      () => pool.rawQuery(hang),
      () => pool.transaction((client) => client.rawQuery(hang)),
    ]) {
      const error = await ask().catch((thrown) => thrown)
      assert.isTrue(isOutage(error), String(error))
    }
  })
})

/** @returns when it has ended */
async function endConnection(pid: number) {
  await db.rawQuery('select pg_terminate_backend(?)', [pid])
  const isGone = () =>
    db
      .rawQuery('select 1 from pg_stat_activity where pid = ?', [pid])
      .then(({ rows }) => rows.length === 0)
  await eventually(isGone)
}
