import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import { eventually } from '#tests/support/eventually'
import { OwnBackups } from '#tests/support/own_backups'
import { hasPostgresTools } from '#tests/support/own_postgres'
import { runPlaza, startPlaza } from '#tests/support/plaza_process'
import { ServerProcess } from '#tests/support/server_process'

const account = { username: 'grace', password: 'a long walk home' }

test.group('plaza backup restore', (group) => {
  if (!hasPostgresTools) group.tap((one) => one.skip(true, 'there is no pg_dump from Debian'))

  test('restores the data while the server still answers reads, and ends all sessions', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    await own.query(`alter database ${own.database} set work_mem = '5MB'`)
    await own.query(`grant connect on database ${own.database} to pg_monitor`)
    const server = await ServerProcess.start(process.env.REDIS_URL ?? '', own.env)
    cleanup(() => server.stop())
    const email = 'grace@example.org'
    assert.equal((await server.send('POST', '/users', { ...account, email })).status, 201)
    await own.query(`insert into jobs.job (name, data) values ('deletions', '{"id": 1}')`)
    await own.run('create')
    await own.query('delete from jobs.job')
    const token = (await server.send('POST', '/login', account)).body.access_token
    assert.equal(await server.status('/users/me', token), 200)
    await own.query('delete from votes')
    const before = await own.postgres.databases()
    const { rights, settings } = (await own.query(database))[0]

    const line = `backup restore latest --yes --confirm ${own.database}`
    const restoring = startPlaza(line, own.env)
    let isOver = false
    void restoring.ended.then(() => (isOver = true))
    const seen = new Set<string>()
    const writing = (async () => {
      for (; !isOver; await pause(20)) {
        seen.add((await server.send('POST', '/login', {})).body.code)
      }
    })()
    for (; !isOver; await pause(20)) {
      assert.equal(await server.status('/posts'), 200)
      // Uncached reads happen at the moment of the swap.
      assert.include([200, 503], await server.status('/posts?search=lantern'))
    }
    await writing
    const { code, err } = await restoring.ended

    assert.equal(code, 0, err)
    assert.include(err, 'All users have to sign in again')
    assert.isTrue(seen.has('read_only'))
    assert.equal((await own.query('select count(*)::int as votes from votes'))[0].votes, 90)
    assert.deepEqual(await own.query('select state, data from jobs.job'), [
      { state: 'created', data: { id: 1 } },
    ])
    await eventually(async () => (await server.status('/users/me', token)) === 401)
    await eventually(async () => (await server.send('POST', '/login', account)).status === 200)
    assert.deepEqual(await own.postgres.databases(), before)
    assert.deepEqual((await own.query(database))[0], { rights, settings })
  })

  test('refuses a database with users until its name is confirmed', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await own.run('create')
    await own.query('delete from votes')
    for (const given of ['', ' --yes', ' --yes --confirm plaza']) {
      const { code, err } = await own.run(`restore latest${given}`)
      assert.equal(code, 5)
      assert.match(err, new RegExp(`--confirm ${own.database}\n$`))
    }
    const dry = await own.run('restore latest --dry-run --json')
    assert.equal(dry.code, 0)
    assert.equal((await own.query('select count(*)::int as votes from votes'))[0].votes, 0)
  })

  test('fills an empty database without a confirmation', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await own.run('create')
    await own.postgres.query(`drop database ${own.database}`)
    await own.postgres.query(`create database ${own.database} owner plaza`)

    const { code, err } = await runPlaza('backup restore latest --yes', own.env)
    assert.equal(code, 0, err)
    assert.equal((await own.query('select count(*)::int as votes from votes'))[0].votes, 90)
  })

  test('changes nothing when killed, and the next restore cleans up', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    await own.run('create')
    await own.query(`update users set bio = 'Later'`)
    const before = await own.postgres.databases()
    const programs = await own.withProgram(
      'pg_restore',
      'exec tail --pid=$PPID -f /dev/null',
      cleanup
    )
    const line = `backup restore latest --yes --confirm ${own.database}`
    const killed = startPlaza(line, { ...own.env, POSTGRES_PROGRAMS: programs })
    const scratch = async () =>
      (await own.postgres.databases()).filter((name) => name.startsWith(`${own.database}_scratch`))
    await eventually(async () => (await scratch()).length > 0)
    killed.kill('SIGKILL')
    await killed.ended

    const [{ later }] = await own.query(`select every(bio = 'Later') as later from users`)
    assert.isTrue(later)
    // The operator decides whether writes may continue.
    const status = await runPlaza('system readonly status', own.env)
    assert.match(status.out, /A backup is being restored/)
    assert.lengthOf(await scratch(), 1)
    const again = await runPlaza(`${line} --keep-old`, own.env)
    assert.equal(again.code, 0, again.err)

    assert.isEmpty(await scratch())
    assert.isEmpty(await own.query('select * from read_only'))
    const [kept] = (await own.postgres.databases()).filter((name) => !before.includes(name))
    assert.match(kept, new RegExp(`^${own.database}_before_\\d{8}t\\d{6}$`))
    const [{ old }] = await own.postgres.query(
      `select every(bio = 'Later') as old from users`,
      kept
    )
    assert.isTrue(old)
  })

  test('changes nothing when it fails, and writes work again', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await own.run('create')
    const before = await own.postgres.databases()
    const script = `echo 'pg_restore: error: out of memory' >&2; exit 1`
    const programs = await own.withProgram('pg_restore', script, cleanup)
    const line = `backup restore latest --yes --confirm ${own.database}`
    const { code, err } = await runPlaza(line, { ...own.env, POSTGRES_PROGRAMS: programs })

    assert.equal(code, 1)
    assert.equal(err, 'error: pg_restore: out of memory\n')
    assert.deepEqual(await own.postgres.databases(), before)
    assert.isEmpty(await own.query('select * from read_only'))
  })

  test('suggests a migration for an older Plaza, and refuses a newer one', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    const { json } = await own.run('create --json')
    const file = join(json.data.folder, 'manifest.json')
    const manifest = await readFile(file, 'utf8')
    const migrated = (name: string) =>
      writeFile(file, manifest.replace(json.data.migration, name).replace('0.1.0', '9.9.9'))

    await migrated('database/migrations/9999_of_tomorrow')
    const newer = await own.run('restore latest --dry-run')
    assert.equal(newer.code, 4)
    assert.match(newer.err, /is of Plaza 9\.9\.9, which is newer than this one/)
    await migrated('database/migrations/0010_create_audit_entries_table')
    const older = await own.run('restore latest --dry-run --json')
    assert.equal(older.code, 0)
    assert.isAbove(older.json.data.pending, 3)
  })
})

/** The parts of a database beside its tables. */
const database = `
  select (select array_agg(entry::text order by entry::text) from unnest(datacl) as entry) as rights,
    (select setconfig from pg_db_role_setting where setdatabase = oid and setrole = 0) as settings
  from pg_database where datname = current_database()`
