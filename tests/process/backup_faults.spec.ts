import { mkdtemp, readdir, readFile, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { eventually } from '#tests/support/eventually'
import { OwnBackups } from '#tests/support/own_backups'
import { hasPostgresTools } from '#tests/support/own_postgres'
import { startPlaza } from '#tests/support/plaza_process'
import { mayMount, mountSmallDisk } from '#tests/support/small_disk'

/** A pg_dump that stops after its first bytes. */
const stuck = `"$PG_DUMP" "$@" | head -c 2000; exec tail --pid=$PPID -f /dev/null`

test.group('A backup that goes wrong', (group) => {
  if (!hasPostgresTools) group.tap((one) => one.skip(true, 'there is no pg_dump from Debian'))

  test('is damaged, and not the latest, after {what}')
    .with([
      {
        what: 'a dump that was cut off',
        damage: (folder: string) => truncate(join(folder, 'database.dump'), 1000),
        isSeen: true,
      },
      {
        what: 'a dump that is gone',
        damage: (folder: string) => unlink(join(folder, 'database.dump')),
        isSeen: true,
      },
      {
        what: 'a manifest that is not readable',
        damage: (folder: string) => writeFile(join(folder, 'manifest.json'), '{'),
        isSeen: true,
      },
      {
        what: 'a manifest that leads elsewhere',
        damage: (folder: string) => rewrite(folder, 'database.dump', '../../secret'),
        isSeen: true,
      },
      { what: 'a dump with a changed byte', damage: flipByte, isSeen: false },
    ])
    .run(async ({ assert, cleanup }, { damage, isSeen }) => {
      const own = await OwnBackups.make(cleanup)
      const good = await own.run('create --json')
      const bad = await own.run('create --json')
      await damage(bad.json.data.folder)

      const { name } = bad.json.data
      const { json } = await own.run('list --json')
      assert.equal(json.data[0].damage !== null, isSeen)
      const before = await own.postgres.databases()
      for (const line of [`verify ${name}`, `restore ${name}`, `verify ${name} --checksums`]) {
        const { code, err } = await own.run(line)
        assert.equal(code, 9, line)
        assert.match(err, new RegExp(`^error: ${name} is damaged: .*\n$`))
      }
      assert.deepEqual(await own.postgres.databases(), before)
      if (!isSeen) return
      const latest = await own.run('verify --json --checksums')
      assert.equal(latest.json.data.name, good.json.data.name)
    })

  test('leaves the last good one when killed, and the next run cleans up', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    const good = await own.run('create --json')
    const programs = await own.withPgDump(stuck, cleanup)
    const killed = startPlaza('backup create', { ...own.env, POSTGRES_PROGRAMS: programs })
    await eventually(() => isWriting(own), { what: 'it writes' })

    const second = await own.run('create')
    assert.equal(second.code, 4)
    assert.match(second.err, /Another backup of plaza_\w+ is being made/)
    killed.kill('SIGKILL')
    await killed.ended

    assert.lengthOf(await own.files(), 2)
    assert.lengthOf((await own.run('list --json')).json.data, 1)
    await eventually(async () => (await own.run('create')).code === 0)
    const names = await own.files()
    assert.lengthOf(names, 2)
    assert.include(names, good.json.data.name)
    assert.isEmpty(names.filter((name) => name.startsWith('.')))
  })

  test('leaves nothing after SIGTERM', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const programs = await own.withPgDump(stuck, cleanup)
    const ended = startPlaza('backup create', { ...own.env, POSTGRES_PROGRAMS: programs })
    await eventually(() => isWriting(own), { what: 'it writes' })

    ended.kill('SIGTERM')
    assert.equal((await ended.ended).code, 130)
    assert.isEmpty(await own.files())
  })

  test('fails with the reason when pg_dump fails', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const script = `"$PG_DUMP" "$@"; echo 'pg_dump: error: the server went away' >&2; exit 1`
    const programs = await own.withPgDump(script, cleanup)
    const { code, err } = await own.run('create', { programs })

    assert.equal(code, 1)
    assert.equal(err, 'error: pg_dump: the server went away\n')
    assert.isEmpty(await own.files())
  })

  test('leaves only the last good one on a full disk', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const disk = mountSmallDisk(own.folder, '64k')
    cleanup(() => disk.unmount())
    const small = `exec "$PG_DUMP" --schema-only --table=adonis_schema_versions --format=custom`
    const programs = await own.withPgDump(small, cleanup)
    const good = await own.run('create --json', { programs })
    assert.equal(good.code, 0)

    const { code, err } = await own.run('create')
    assert.equal(code, 7)
    assert.match(err, /^error: There is no room left in .*\n$/)
    assert.deepEqual(await own.files(), [good.json.data.name])
    assert.equal((await own.run('verify --checksums')).code, 0)
  }).skip(!mayMount(), 'this user may not mount a file system')

  test('says what to install if pg_dump is missing', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const none = await mkdtemp(join(tmpdir(), 'plaza-none-'))
    cleanup(() => rm(none, { recursive: true }))
    const missing = await own.run('create', { programs: none })
    assert.equal(missing.code, 7)
    assert.match(missing.err, /There is no pg_dump here: install postgresql-client-\d+/)

    await writeFile(join(none, 'pg_dump'), '#!/bin/sh\necho "pg_dump (PostgreSQL) 14.9"', {
      mode: 0o755,
    })
    const old = await own.run('create', { programs: none })
    assert.equal(old.code, 7)
    assert.match(old.err, /pg_dump has version 14\.9, and must have \d+ or newer: install/)
    assert.isEmpty(await own.files())
  })

  test('names in one line a missing right, folder or database', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await own.run('create')
    const refusals = [
      { line: 'verify', settings: { databaseUrl: own.postgres.url('plaza', own.database) }, is: 6 },
      { line: 'create', settings: { folder: undefined }, is: 2 },
      { line: 'create', settings: { folder: '/dev/null/none' }, is: 2 },
      { line: 'create', settings: { databaseUrl: 'postgres://x@127.0.0.1:1/none' }, is: 7 },
      { line: 'create', settings: { databaseUrl: own.postgres.url('plaza', 'none') }, is: 7 },
      { line: 'verify nothing', settings: {}, is: 3 },
      { line: 'restore nothing', settings: {}, is: 3 },
      { line: 'create --remote http://localhost', settings: {}, is: 2 },
    ]
    for (const { line, settings, is } of refusals) {
      const { code, err } = await own.run(line, settings)
      assert.equal(code, is, `${line} ${err}`)
      assert.lengthOf(err.trim().split('\n'), 1)
      assert.notInclude(err, new URL(own.postgres.url('plaza')).password)
    }
  })
})

/** Whether a draft has its first bytes. */
async function isWriting({ folder }: OwnBackups) {
  const [draft] = (await readdir(folder)).filter((name) => name.startsWith('.partial-'))
  if (!draft) return false
  const dump = await readFile(join(folder, draft, 'database.dump')).catch(() => '')
  return dump.length > 0
}

async function flipByte(folder: string) {
  const file = join(folder, 'database.dump')
  const dump = await readFile(file)
  dump[dump.length - 100] ^= 1
  await writeFile(file, dump)
}

async function rewrite(folder: string, from: string, to: string) {
  const file = join(folder, 'manifest.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to))
}
