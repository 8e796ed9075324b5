import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { OwnBackups } from '#tests/support/own_backups'
import { hasPostgresTools } from '#tests/support/own_postgres'

const mode = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)

test.group('plaza backup', (group) => {
  if (!hasPostgresTools) group.tap((one) => one.skip(true, 'there is no pg_dump from Debian'))

  test('writes a dump and a manifest that only the owner can read', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const { code, json } = await own.run('create --json')

    assert.equal(code, 0)
    const { name, folder, rows } = json.data
    assert.deepEqual(await own.files(), [name])
    assert.equal(await mode(folder), '700')
    assert.equal(await mode(join(folder, 'database.dump')), '600')
    assert.equal(await mode(join(folder, 'manifest.json')), '600')
    const [{ posts }] = await own.query('select count(*)::int as posts from posts')
    assert.equal(rows.posts, posts)
    const list = await own.run('list --json')
    assert.deepInclude(list.json.data[0], { name, damage: null, encrypted: false })
    assert.match((await own.run('list')).out, new RegExp(`${name} +0 min .* ok`))
  })

  test('counts the rows of the snapshot of the dump', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const insert = `insert into posts (user_id, title, content, published) select min(id), 'Late', 'x', false from users`
    const script = `"${own.postgres.programs}/psql" -qc "${insert}" >&2; exec "$PG_DUMP" "$@"`
    const programs = await own.withPgDump(script, cleanup)
    const { json } = await own.run('create --json', { programs })

    const [{ posts }] = await own.query('select count(*)::int as posts from posts')
    assert.equal(json.data.rows.posts, posts - 1)
    assert.equal((await own.run('verify')).code, 0)
  })

  test('passes no password in an argument of pg_dump, and no setting of Plaza', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    const file = join(own.folder, 'seen')
    const script = `{ echo "$@"; env | cut -d= -f1; } > ${file}; exec "$PG_DUMP" "$@"`
    const programs = await own.withPgDump(script, cleanup)
    await own.run('create', { programs })

    const seen = await readFile(file, 'utf8')
    const { password } = new URL(own.postgres.url('plaza_backup'))
    assert.include(seen, '--format=custom')
    assert.notInclude(seen, password)
    assert.notMatch(seen, /APP_KEY|JWT_KEYS|DATABASE_URL/)
  })

  test('leaves out sessions, and answers stored for repetitions', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await own.query(
      `insert into sessions (user_id, secret, expires_at) select id, 'x', now() + '1 day' from users;
       insert into idempotency_keys (scope, key, fingerprint, status, headers, body)
       values ('anybody POST /users', 'x', 'x', 201, '{}', 'ada@example.org')`
    )
    const { json } = await own.run('create --json')
    assert.equal(json.data.rows.sessions, 0)
    assert.equal(json.data.rows.idempotency_keys, 0)
    assert.equal((await own.run('verify')).code, 0)
  })

  test('verify compares the rows, verifies the audit log, and leaves no database', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    await own.query(auditEntry)
    const before = await own.postgres.databases()
    await own.run('create')
    const { code, json } = await own.run('verify --json')

    assert.equal(code, 0)
    assert.deepEqual(json.data.differences, [])
    assert.deepInclude(json.data.audit, { ok: true, entries: 1 })
    assert.deepEqual(await own.postgres.databases(), before)
  })

  test('verify finds a changed audit log', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await own.query(`${auditEntry}; set session_replication_role = replica;
      update audit_entries set reason = 'Another one'`)
    const before = await own.postgres.databases()
    await own.run('create')
    const { code, err } = await own.run('verify')

    assert.equal(code, 9)
    assert.match(err, /the audit log is broken at entry 1/)
    assert.deepEqual(await own.postgres.databases(), before)
  })

  test('verify finds rows that differ from the manifest', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const { json } = await own.run('create --json')
    const file = join(json.data.folder, 'manifest.json')
    const manifest = JSON.parse(await readFile(file, 'utf8'))
    manifest.rows.posts++
    await writeFile(file, JSON.stringify(manifest))

    const { code, err } = await own.run('verify')
    assert.equal(code, 9)
    assert.include(err, 'posts has other rows than the backup')
  })

  test('verify deletes the leftovers of killed runs, and nothing of running ones', async ({
    assert,
    cleanup,
  }) => {
    const own = await OwnBackups.make(cleanup)
    await own.run('create')
    const [left, used] = ['left', 'used'].map((word) => `${own.database}_scratch_${word}`)
    for (const name of [left, used]) {
      await own.postgres.query(`create database ${name} owner plaza_backup`)
    }
    const { Databases } = await import('#cli/backups/databases')
    const { Access } = await import('#cli/backups/access')
    const other = await Databases.of(new Access(own.postgres.url('plaza_backup', own.database)))
    cleanup(() => other.close())
    const { name: mine } = await other.create()

    await own.run('verify')
    const databases = await own.postgres.databases()
    assert.notInclude(databases, left)
    assert.notInclude(databases, used)
    assert.include(databases, mine)
  })

  test('can be decrypted only with an identity', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const [mine, other] = [await generateX25519Identity(), await generateX25519Identity()]
    const [right, wrong, none] = ['right', 'wrong', 'none'].map((name) => join(own.folder, name))
    await writeFile(right, `# created by age-keygen\n${mine}\n`)
    await writeFile(wrong, `${other}\n`)
    await writeFile(none, 'secret\n')
    const recipients = [await identityToRecipient(mine)]

    const { json } = await own.run('create --json', { recipients })
    assert.isTrue(json.data.encrypted)
    const dump = await readFile(join(json.data.folder, 'database.dump.age'))
    assert.equal(dump.subarray(0, 21).toString(), 'age-encryption.org/v1')
    assert.equal((await own.run(`verify --identity ${right}`)).code, 0)
    assert.equal((await own.run('verify', { identityFile: right })).code, 0)
    assert.equal((await own.run('verify --checksums')).code, 0)

    const refusals = [
      { line: 'verify', says: /is encrypted: give --identity <file>/ },
      { line: `verify --identity ${wrong}`, says: /No identity in .* opens the backup/ },
      { line: `verify --identity ${none}`, says: /no identity/ },
      { line: `verify --identity ${own.folder}/nowhere`, says: /not readable/ },
    ]
    for (const { line, says } of refusals) {
      const { code, err } = await own.run(line)
      assert.equal(code, 2, line)
      assert.match(err, says)
      assert.lengthOf(err.trim().split('\n'), 1)
      assert.notMatch(err, /AGE-SECRET-KEY-1|^secret/)
    }
    const { code, err } = await own.run('create', { recipients: ['age1nobody'] })
    assert.equal(code, 2)
    assert.match(err, /BACKUP_RECIPIENTS has age1nobody/)
  })
})

const auditEntry = `
  insert into audit_entries (action, origin, target_type, target_id, reason, before, after)
  values ('user.warn', 'cli', 'user', 1, 'Too loud', '{}', '{}')`
