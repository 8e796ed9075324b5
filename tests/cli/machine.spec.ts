import {
  chmod,
  chown,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { parse } from 'yaml'
import { parseSigningKeys } from '#security/signing_keys'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase } from '#tests/support/database'
import { setting } from '#tests/support/settings'

test.group('plaza db', (group) => {
  group.each.setup(emptyDatabase)

  test('lists the migrations', async ({ assert }) => {
    const { code, json } = await plaza('db status --json')

    assert.equal(code, 0)
    assert.equal(json.meta.pending, 0)
    assert.isTrue(json.data.every(({ status }: { status: string }) => status === 'migrated'))
  })

  test('rolls the last migration back, and runs it again', async ({ assert }) => {
    const dry = await plaza('db rollback --steps 1 --dry-run --json')
    const refused = await plaza('db rollback --steps 1')
    const back = await plaza('db rollback --steps 1 --yes --json')
    const pending = await plaza('db status --json')
    const again = await plaza('db migrate --json')

    assert.equal(refused.code, 5)
    assert.equal(dry.json.data[0].name, back.json.data[0].name)
    assert.equal(pending.json.meta.pending, 1)
    assert.deepEqual(again.json.data, [{ name: back.json.data[0].name, status: 'migrated' }])
    assert.include((await plaza('db migrate')).err, 'already')
  })

  test('resets only the named database', async ({ assert }) => {
    const { rows } = await db.rawQuery('select current_database() as name')
    await db.table('users').insert({ email: 'a@b.example', username: 'ada', password: 'none' })

    const { code, err } = await plaza('db reset --yes')
    assert.equal(code, 5)
    assert.match(err, / at 127\.0\.0\.1:\d+\? If so, give --confirm /)
    assert.equal((await plaza('db reset --yes --confirm another')).code, 5)
    assert.equal((await plaza(`db reset --dry-run`)).code, 0)
    assert.isNotNull(await db.from('users').first())
    assert.equal((await plaza(`db reset --yes --confirm ${rows[0].name}`)).code, 0)
    assert.isNull(await db.from('users').first())
  })
})

test.group('plaza keys generate', () => {
  test('writes valid lines for .env, new ones each time', async ({ assert }) => {
    const [one, other] = [await plaza('keys generate'), await plaza('keys generate')]
    assert.match(one.out, /^APP_KEY=[\w-]{43}\nJWT_KEYS=[0-9a-f]{8}:[\w-]{64}\n$/)
    assert.notEqual(one.out, other.out)
    assert.lengthOf(parseSigningKeys(/JWT_KEYS=(.*)/.exec(one.out)![1]), 1)
  })
})

test.group('plaza keys', (group) => {
  let folder: string
  let file: string

  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plaza-'))
    file = join(folder, '.env')
    return () => rm(folder, { recursive: true })
  })

  test('lists ids and never secrets', async ({ assert, cleanup }) => {
    cleanup(setting('tokens.signingKeys', [key('new'), key('old')]))

    const { out, json } = await plaza('keys list --json')

    assert.deepEqual(
      json.data.map(({ id, use }: any) => [id, use]),
      [
        ['new', 'signs and verifies'],
        ['old', 'verifies'],
      ]
    )
    assert.notInclude(out, 'secret')
  })

  test('rotate puts a new key first, and only the owner can read the file', async ({
    assert,
    cleanup,
  }) => {
    cleanup(setting('tokens.signingKeys', [key('new'), key('old'), key('oldest')]))
    await writeFile(file, 'HOST=localhost\nJWT_KEYS=any\nPORT=1\n')
    await chmod(file, 0o644)
    const env = { ENV_PATH: folder }

    const dry = await plaza('keys rotate --dry-run --json', { env })
    assert.include(await readFile(file, 'utf8'), 'JWT_KEYS=any')
    const { code, json, out } = await plaza('keys rotate --json', { env })

    assert.equal(code, 0)
    assert.deepEqual(dry.json.data.dropped, ['oldest'])
    const secret = 'a secret of more than 32 characters'.replaceAll(' ', '_')
    assert.match(
      await readFile(file, 'utf8'),
      new RegExp(
        `^HOST=localhost\nJWT_KEYS=${json.data.signs}:\\S{64},new:${secret},old:${secret}\nPORT=1\n$`
      )
    )
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.notInclude(out, secret)
  })

  test('rotate by root keeps the owner of the file', async ({ assert }) => {
    await writeFile(file, 'JWT_KEYS=any\n')
    await chown(file, 1234, 1235)

    await plaza('keys rotate', { env: { ENV_PATH: folder } })

    const { uid, gid } = await stat(file)
    assert.deepEqual([uid, gid], [1234, 1235])
  }).skip(process.getuid?.() !== 0, 'Only root gives files away')

  test('rotate by root follows no planted link, and keeps the group of the service', async ({
    assert,
  }) => {
    const target = join(folder, 'of-root')
    await writeFile(target, 'untouched')
    await writeFile(file, 'JWT_KEYS=any\n')
    await chown(file, 0, 1235)
    await chmod(file, 0o664)
    // The name of a draft no longer follows from the process id.
    await symlink(target, `${file}.${process.pid}`)

    const { code } = await plaza('keys rotate', { env: { ENV_PATH: folder } })

    const { gid, mode, uid } = await stat(file)
    assert.equal(code, 0)
    assert.deepEqual([uid, gid, mode & 0o777], [0, 1235, 0o640])
    assert.equal(await readFile(target, 'utf8'), 'untouched')
    assert.sameMembers(await readdir(folder), ['.env', `.env.${process.pid}`, 'of-root'])
  }).skip(process.getuid?.() !== 0, 'Only root gives files away')

  test("doctor accepts settings of root that a group reads, and refuses others' access: {mode}")
    .with([
      { mode: 0o640, uid: 0, gid: 1235, open: false },
      { mode: 0o660, uid: 0, gid: 1235, open: true },
      { mode: 0o644, uid: 0, gid: 1235, open: true },
      { mode: 0o640, uid: 1234, gid: 1235, open: true },
      { mode: 0o600, uid: 1234, gid: 1235, open: false },
    ])
    .run(async ({ assert }, { mode, uid, gid, open }) => {
      await writeFile(file, 'HOST=localhost\n')
      await chown(file, uid, gid)
      await chmod(file, mode)

      const { json } = await plaza('system doctor --json', { env: { ENV_PATH: folder } })

      const { status } = json.data.find(({ subject }: any) => subject === '.env')
      assert.equal(status, open ? 'failure' : 'ok')
    })
    .skip(process.getuid?.() !== 0, 'Only root gives files away')

  test('rotate does not change keys that come from the environment', async ({ assert }) => {
    await writeFile(file, 'JWT_KEYS=any\n')

    const { code } = await plaza('keys rotate', { env: { ENV_PATH: folder, JWT_KEYS: 'x' } })

    assert.equal(code, 4)
  })

  function key(id: string) {
    return { id, secret: new TextEncoder().encode('a_secret_of_more_than_32_characters') }
  }
})

test.group('plaza cache', (group) => {
  group.each.setup(emptyDatabase)

  test('recount corrects wrong counters', async ({ assert }) => {
    await db
      .table('users')
      .insert({ email: 'a@b.example', username: 'ada', password: 'none', posts_count: 7 })

    const { json } = await plaza('cache recount --json')

    assert.deepEqual(json.data, { users: 1, posts: 0, tags: 0, comments: 0 })
    assert.equal((await db.from('users').firstOrFail()).posts_count, 0)
  })

  test('clear succeeds', async ({ assert }) => {
    assert.equal((await plaza('cache clear')).code, 0)
  })
})

test.group('plaza system', () => {
  test('doctor finds no problem here, and prints each check on a line', async ({ assert }) => {
    const { code, out } = await plaza('system doctor --workers 1', { env: { ENV_PATH: tmpdir() } })

    assert.oneOf(code, [0, 9])
    for (const subject of ['database', 'migrations', 'clock', 'connections', 'disk', 'memory']) {
      assert.match(out, new RegExp(`^. (ok|warning|failure) +${subject}: .+$`, 'm'))
    }
  })

  test('doctor exits with 9 if something is wrong', async ({ assert, cleanup }) => {
    const weak = { id: 'one', secret: new TextEncoder().encode('x'.repeat(40)) }
    cleanup(setting('tokens.signingKeys', [weak]))

    const { code, json } = await plaza('system doctor --json --workers 100')

    assert.equal(code, 9)
    const statuses = new Map(json.data.map(({ subject, status }: any) => [subject, status]))
    assert.equal(statuses.get('secrets'), 'failure')
    assert.equal(statuses.get('connections'), 'failure')
    assert.isFalse(json.ok)
    assert.equal(json.error.code, 'unverified')
  })

  test('config shows every setting, and no secret', async ({ assert }) => {
    const { code, out, rows } = await plaza('system config --jsonl', { env: { PORT: '1' } })

    assert.equal(code, 0)
    const settings = new Map(rows.map(({ name, ...rest }) => [name, rest]))
    assert.equal(settings.get('PORT').source, 'environment')
    assert.deepEqual(settings.get('SESSION_LIFETIME'), { value: '30d', source: 'default' })
    assert.equal(settings.get('APP_KEY').value, '***')
    assert.notInclude(out, process.env.APP_KEY!)
    assert.notInclude(out, process.env.JWT_KEYS!.split(':')[1])
    assert.notInclude(out, new URL(process.env.DATABASE_URL!).password)
  })
})

test.group('plaza openapi export', () => {
  test('writes the document as JSON and as YAML', async ({ assert }) => {
    const json = JSON.parse((await plaza('openapi export')).out)
    const yaml = parse((await plaza('openapi export --yaml')).out)

    assert.equal(json.openapi, '3.1.1')
    assert.deepEqual(yaml, json)
  })
})
