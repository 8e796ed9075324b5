import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { migrate } from '#cli/migrate'
import { ownDatabase, type OwnDatabase } from '#tests/support/own_database'
import { eventually } from '#tests/support/eventually'

test.group('Migrations beside requests', () => {
  type Cleanup = (undo: () => Promise<void>) => void

  /** A separate database, with migrations that are not Plaza's. */
  async function database(folder: string, cleanup: Cleanup) {
    const own = await ownDatabase({ migrations: [`tests/support/migrations/${folder}`] })
    cleanup(() => own.drop())
    const notes: string[] = []
    const note = (message: string) => void notes.push(message)
    const run = (direction: 'up' | 'down' = 'up') =>
      migrate({ direction, connectionName: own.connection }, note)
    return { own, notes, run }
  }

  const columnsOf = async ({ connection }: OwnDatabase) => {
    const { rows } = await db
      .connection(connection)
      .rawQuery(
        `select column_name as name from information_schema.columns where table_name = 'things'`
      )
    return rows.map(({ name }: { name: string }) => name).sort()
  }

  const batchesOf = ({ connection }: OwnDatabase) =>
    db
      .connection(connection)
      .from('adonis_schema')
      .orderBy('id')
      .then((rows) => rows.map(({ batch }) => batch))

  test('one that exceeds the statement timeout finishes, and reports that it runs', async ({
    assert,
    cleanup,
  }) => {
    const { own, notes, run } = await database('long', cleanup)

    const done = await run()

    assert.deepEqual(
      done.map(({ name, status }) => `${name.split('/').at(-1)} ${status}`),
      ['0001_make_things migrated', '0002_index_things migrated']
    )
    assert.deepEqual(await columnsOf(own), ['id'])
    assert.match(notes.join('\n'), /^0002_index_things \(2 of 2\) has been running for 5 s$/)
  })

  test("one that fails is named with PostgreSQL's message, and leaves nothing behind", async ({
    assert,
    cleanup,
  }) => {
    const { own, run } = await database('failing', cleanup)

    const failure = await run().catch((error) => error)

    const words = 'relation "thing" does not exist (42P01)'
    const name = '0002_name_things'
    assert.equal(failure.message, `Migration ${name} failed, and nothing of it stays: ${words}`)
    assert.equal(failure.outcome, 'internal')
    assert.deepEqual(await columnsOf(own), ['id'])
    // A corrected migration continues from there.
    await db.connection(own.connection).rawQuery('create table thing (name text)')
    assert.lengthOf(await run(), 1)
    assert.match((await run('down').catch((error) => error)).message, /0002_name_things.*"nick"/)
  })

  test('one without a transaction reports that a part may remain, and continues from there', async ({
    assert,
    cleanup,
  }) => {
    const { own, run } = await database('untransacted', cleanup)
    const client = db.connection(own.connection)
    const indexes = async () => {
      const { rows } = await client.rawQuery(
        `select indisvalid as is_valid from pg_index where indrelid = 'things'::regclass`
      )
      return rows
    }

    const failure = await run().catch((error) => error)

    assert.match(
      failure.message,
      /^Migration 0002_index_things failed, and what it began may stay until the next plaza db migrate: .*\(23505\)/
    )
    assert.deepEqual(await indexes(), [{ is_valid: false }])
    await client.rawQuery('delete from things where ctid = (select min(ctid) from things)')
    assert.lengthOf(await run(), 1)
    assert.deepEqual(await indexes(), [{ is_valid: true }])
  })

  test('one that waits for a lock lets requests pass, and soon gets it', async ({
    assert,
    cleanup,
  }) => {
    const { own, notes, run } = await database('locking', cleanup)
    const requests = db.connection(own.connection)
    await requests.rawQuery('create table kept (id int)')
    const holder = await requests.transaction()
    await holder.rawQuery('select from kept')

    const running = run()
    await eventually(() => notes.length > 0)
    await requests.rawQuery('select from kept')
    await holder.commit()

    assert.lengthOf(await running, 3)
    assert.match(notes[0], /^0002_count_kept waits for a lock that another session holds/)
    await requests.rawQuery('select count from kept, others')
    // They ran together, and are rolled back together.
    assert.deepEqual(await batchesOf(own), [1, 1, 1])
  })

  test('is retried after a deadlock with a request', async ({ assert, cleanup }) => {
    const { own, notes, run } = await database('deadlocking', cleanup)
    const requests = db.connection(own.connection)
    await requests.rawQuery('create table first (id int)')
    await requests.rawQuery('create table second (id int)')
    const request = await requests.transaction()
    // PostgreSQL ends the session that notices, so this one leaves it to the migration.
    await request.rawQuery(`set local deadlock_timeout = '1min'`)
    await request.rawQuery('select from second')

    const running = run()
    await eventually(async () => {
      const { rows } = await requests.rawQuery(
        `select from pg_locks where relation = 'second'::regclass and not granted`
      )
      return rows.length > 0
    })
    await request.rawQuery('select from first')
    await request.commit()

    assert.lengthOf(await running, 1)
    assert.match(notes[0], /^0001_change_both waits for a lock that another session holds/)
    await requests.rawQuery('select first.count, second.count from first, second')
  })
})
