import { readFile, rm } from 'node:fs/promises'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import SchemaGenerate from '@adonisjs/lucid/commands/schema_generate'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { ownDatabase, type OwnDatabase } from '#tests/support/own_database'

test.group('The migrations', (group) => {
  let own: OwnDatabase

  group.each.setup(async () => {
    own = await ownDatabase()
    return () => own.drop()
  })

  async function migrate(direction: 'up' | 'down') {
    const batch = direction === 'down' ? { batch: 0 } : {}
    const runner = new MigrationRunner(db, app, {
      direction,
      ...batch,
      connectionName: own.connection,
    })
    await runner.run()
    if (runner.error) throw runner.error
    return Object.values(runner.migratedFiles).map(({ status }) => status)
  }

  /** All objects that a migration creates, by kind and name. */
  async function things(): Promise<string[]> {
    const { rows } = await db.connection(own.connection).rawQuery(`
      select 'relation ' || relname as thing from pg_class
        where relnamespace = 'public'::regnamespace
      union all select 'function ' || proname from pg_proc
        where pronamespace = 'public'::regnamespace
      union all select 'trigger ' || tgname from pg_trigger where not tgisinternal
      union all select 'constraint ' || conname from pg_constraint
        where connamespace = 'public'::regnamespace
      order by 1
    `)
    return rows
      .map(({ thing }: { thing: string }) => thing)
      .filter((thing: string) => !thing.includes('adonis_schema'))
  }

  test('run up, down to nothing, and up to the same again', async ({ assert }) => {
    const ran = await migrate('up')
    assert.isAbove(ran.length, 7)
    assert.notInclude(ran, 'error')
    const first = await things()
    assert.includeMembers(first, [
      'relation users',
      'trigger count_vote',
      'relation posts_hot_index',
    ])

    await migrate('down')
    assert.isEmpty(await things())

    await migrate('up')
    assert.deepEqual(await things(), first)
    assert.isEmpty(await migrate('up').then((again) => again.filter((one) => one !== 'completed')))
  })

  test('leave no constraint that old rows might not fulfil', async ({ assert }) => {
    await migrate('up')
    const open = db
      .connection(own.connection)
      .from('pg_constraint')
      .where('convalidated', false)
      .select('conname')
    assert.isEmpty(await open)
  })

  test('the committed database/schema.ts is what they generate', async ({ assert }) => {
    await migrate('up')
    ace.ui.switchMode('raw')
    const command = await ace.create(SchemaGenerate, ['--connection', own.connection])
    await command.exec()
    assert.equal(command.exitCode ?? 0, 0, String(command.error))

    const generated = await readFile(own.schemaFile, 'utf8')
    await rm(own.schemaFile)
    assert.equal(await readFile(app.makePath('database/schema.ts'), 'utf8'), generated)
  })

  test('{what} is refused by the database itself')
    .with([
      { what: 'a vote of 2', sql: 'insert into votes (post_id, user_id, value) values (1, 1, 2)' },
      { what: 'a vote of 0', sql: 'insert into votes (post_id, user_id, value) values (1, 1, 0)' },
      {
        what: 'a second vote',
        sql: 'insert into votes (post_id, user_id, value) values (1, 1, 1), (1, 1, -1)',
      },
      { what: 'a vote on nothing', sql: 'insert into votes values (9, 1, 1)' },
      { what: 'a vote without a user', sql: 'insert into votes values (1, 9, 1)' },
      { what: 'an empty title', sql: `insert into posts (title, content) values ('', 'x')` },
      {
        what: 'a title of 201 characters',
        sql: `insert into posts (title, content, published_at) values (repeat('x', 201), 'x', now())`,
      },
      {
        what: 'a published post without a date',
        sql: `insert into posts (title, content) values ('x', 'x')`,
      },
      { what: 'an id of one’s own', sql: `insert into users (id) values (7)` },
      {
        what: 'an e-mail in another case',
        sql: `insert into users (email, username, password) values ('ADA@example.org', 'b_1', 'x')`,
      },
      {
        what: 'a user name in another case',
        sql: `insert into users (email, username, password) values ('b@example.org', 'ADA', 'x')`,
      },
      { what: 'an unknown role', sql: `update users set role = 'king'` },
      { what: 'a user name with a blank', sql: `update users set username = 'ad a'` },
      { what: 'a bio of 501 characters', sql: `update users set bio = repeat('x', 501)` },
      { what: 'a negative count', sql: 'update posts set comments_count = -1' },
      {
        what: 'a reply on another post than its parent',
        sql: `insert into posts (title, content, published_at) values ('b', 'b', now());
              insert into comments (post_id, content) values (1, 'x');
              insert into comments (post_id, parent_id, depth, content) values (2, 1, 1, 'x')`,
      },
      {
        what: 'a comment without content',
        sql: 'insert into comments (post_id, content) values (1, null)',
      },
      {
        what: 'a reply 21 deep',
        sql: `insert into comments (post_id, content) values (1, 'x');
              insert into comments (post_id, parent_id, depth, content) values (1, 1, 21, 'x')`,
      },
    ])
    .run(async ({ assert }, { sql }) => {
      await migrate('up')
      const client = db.connection(own.connection)
      await client.rawQuery(`
        insert into users (email, username, password) values ('ada@example.org', 'ada', 'x');
        insert into posts (title, content, published_at) values ('x', 'x', now());
      `)
      await assert.rejects(() => client.rawQuery(sql), /violates|cannot insert/)
    })

  test('times are UTC, and statements have a timeout', async ({ assert }) => {
    const { rows } = await db.rawQuery(
      `select current_setting('timezone') as zone, current_setting('statement_timeout') as statement,
              current_setting('idle_in_transaction_session_timeout') as idle`
    )
    assert.deepEqual(rows, [{ zone: 'UTC', statement: '3s', idle: '6s' }])
  })
})
