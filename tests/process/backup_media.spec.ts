import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { publicLinks } from '#media/public_links'
import { keyOf, storage } from '#media/storage'
import { emptyStorage } from '#tests/support/media'
import { OwnBackups } from '#tests/support/own_backups'
import { hasPostgresTools } from '#tests/support/own_postgres'
import { runPlaza } from '#tests/support/plaza_process'
import { S3Server } from '#tests/support/s3_server'

/** A file of a user, with its bytes. @returns its name */
async function keep(
  own: OwnBackups,
  content: Buffer,
  put = (key: string) => storage.put(key, content)
): Promise<string> {
  const name = `${randomBytes(24).toString('base64url')}.bin`
  const sha256 = createHash('sha256').update(content).digest('hex')
  await put(keyOf(name))
  const type = 'application/octet-stream'
  await own.query(
    `with file as (
       insert into media_files (sha256, kind, status, content_type, bytes)
       values ('${sha256}', 'document', 'ready', '${type}', ${content.length}) returning id
     ), variant as (
       insert into media_variants (name, file_id, purpose, content_type, bytes)
       select '${name}', id, 'original', '${type}', ${content.length} from file
     )
     insert into media (user_id, file_id, uploaded_bytes)
     select (select min(id) from users), id, ${content.length} from file`
  )
  return name
}

const forget = (own: OwnBackups, name: string) =>
  own.query(
    `with file as (select file_id from media_variants where name = '${name}'),
       gone as (delete from media where file_id in (select file_id from file)),
       variant as (delete from media_variants where name = '${name}')
     select from file`
  )

const bytesOf = (name: string) => storage.bytes(keyOf(name))

/** The paths of all bytes that the backups keep. */
async function kept(own: OwnBackups): Promise<string[]> {
  const folder = join(own.folder, 'media')
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return found
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
}

const namesOf = (paths: string[]) =>
  paths.map((path) => basename(path).split('.').slice(0, 2).join('.')).sort()

test.group('Files of users in backups', (group) => {
  if (!hasPostgresTools) group.tap((one) => one.skip(true, 'there is no pg_dump from Debian'))
  group.each.setup(emptyStorage)

  test('are copied once, and can be checked without Plaza', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const names = [await keep(own, randomBytes(3000)), await keep(own, Buffer.from('Notes'))]
    const first = await own.run('create --json')
    assert.containSubset(first.json.data.media, { files: 2, bytes: 3005, copied: 2, lost: 0 })
    names.push(await keep(own, randomBytes(10)))
    const second = await own.run('create --json')
    assert.containSubset(second.json.data.media, { files: 3, bytes: 3015, copied: 1, lost: 0 })
    assert.deepEqual(namesOf(await kept(own)), names.toSorted())
    for (const [{ json }, files] of [
      [first, 2],
      [second, 3],
    ] as const) {
      const cwd = json.data.folder
      const { stdout } = await promisify(execFile)('sha256sum', ['--check', 'files.sha256'], {
        cwd,
      })
      assert.lengthOf(stdout.match(/: OK$/gm)!, files)
      const verified = await own.run(`verify ${json.data.name} --json`)
      assert.equal(verified.code, 0, verified.err)
      assert.deepEqual(verified.json.data.media, { files, faults: 0, names: [] })
    }
  })

  test('are encrypted like the dump, anew for a new key', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await keep(own, Buffer.from('A secret of a user'))
    const [mine, other] = [await generateX25519Identity(), await generateX25519Identity()]
    const identity = join(own.folder, 'identity')
    await writeFile(identity, `${mine}\n`)
    for (const [one, copied] of [
      [mine, 1],
      [mine, 0],
      [other, 1],
      [mine, 0],
    ] as const) {
      const recipients = [await identityToRecipient(one)]
      const { json } = await own.run('create --json', { recipients })
      assert.equal(json.data.media.copied, copied)
    }
    const paths = await kept(own)
    assert.lengthOf(paths, 2)
    for (const path of paths) {
      const text = (await readFile(path)).toString('latin1')
      assert.isTrue(text.startsWith('age-encryption.org/v1'))
      assert.notInclude(text, 'A secret')
    }
    assert.equal((await own.run(`verify --identity ${identity}`)).code, 0)
    assert.equal((await own.run('verify --checksums')).code, 0)
  })

  test('are found to be wrong by verify: {0}')
    .with([
      ['no bytes', (path: string) => rm(path)],
      ['more bytes', (path: string) => appendFile(path, 'x')],
      ['other bytes', (path: string) => writeFile(path, 'Sheet')],
    ] as const)
    .run(async ({ assert, cleanup }, [, damage]) => {
      const own = await OwnBackups.make(cleanup)
      const name = await keep(own, Buffer.from('Notes'))
      await own.run('create')
      await damage((await kept(own))[0])
      for (const line of ['verify', 'verify --checksums']) {
        const { code, err } = await own.run(line)
        assert.equal(code, 9, line)
        assert.include(err, name)
      }
    })

  test('are missed by verify, if the storage had lost them', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const name = await keep(own, Buffer.from('Notes'))
    await storage.delete(keyOf(name))
    const { code, err, json } = await own.run('create --json')
    assert.equal(code, 0)
    assert.containSubset(json.data.media, { files: 1, copied: 0, lost: 1 })
    assert.include(err, 'no bytes')
    const verified = await own.run('verify')
    assert.equal(verified.code, 9)
    assert.include(verified.err, name)
  })

  test('have a list that no other can replace', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    await keep(own, Buffer.from('Notes'))
    const { json } = await own.run('create --json')
    const list = join(json.data.folder, 'files.sha256')
    await writeFile(list, (await readFile(list, 'utf8')).replace('../media', '../../media'))
    for (const line of ['verify', 'verify --checksums', 'restore latest --dry-run']) {
      const { code, err } = await own.run(line)
      assert.equal(code, 9, line)
      assert.include(err, 'files.sha256')
    }
    await rm(list)
    assert.match((await own.run('list --json')).json.data[0].damage, /missing/)
  })

  test('come back with a restore, with the same bytes', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const content = [randomBytes(200_000), Buffer.from('Notes'), Buffer.from('Lost')]
    const names = []
    for (const one of content) names.push(await keep(own, one))
    const identity = join(own.folder, 'identity')
    const mine = await generateX25519Identity()
    await writeFile(identity, `${mine}\n`)
    await storage.delete(keyOf(names[2]))
    await own.run('create', { recipients: [await identityToRecipient(mine)] })
    await storage.delete(keyOf(names[0]))
    await storage.addLink(names[1])

    const line = `backup restore latest --yes --confirm ${own.database} --identity ${identity} --json`
    const { code, err, out } = await runPlaza(line, own.env)
    assert.equal(code, 0, err)
    assert.deepEqual(JSON.parse(out).data.media, { files: 3, there: 1, lost: 1 })
    assert.include(err, '1 file of users')
    assert.deepEqual(await bytesOf(names[0]), content[0])
    assert.deepEqual(await bytesOf(names[1]), content[1])
    assert.isFalse(await publicLinks.has(names[1]))
  })

  test('stop a restore if they are damaged, with nothing changed', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const name = await keep(own, Buffer.from('Notes'))
    await own.run('create')
    await own.query('delete from votes')
    await storage.delete(keyOf(name))
    await writeFile((await kept(own))[0], 'Sheet')
    const line = `backup restore latest --yes --confirm ${own.database}`
    const { code, err } = await runPlaza(line, own.env)
    assert.equal(code, 9)
    assert.include(err, name)
    assert.equal((await own.query('select count(*)::int as votes from votes'))[0].votes, 0)
    assert.isFalse(await storage.exists(keyOf(name)))
  })

  test('are deleted when no kept backup names them', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const [first, second] = [
      await keep(own, Buffer.from('First')),
      await keep(own, Buffer.from('Second')),
    ]
    await own.run('create')
    await forget(own, first)
    const third = await keep(own, Buffer.from('Third'))
    await own.run('create')
    await writeFile(join(own.folder, 'media/.partial-123'), '')
    const rules = 'prune --daily 1 --weekly 0 --monthly 0'
    await own.run(`${rules} --dry-run`)
    assert.lengthOf(await kept(own), 4)
    const { code, json } = await own.run(`${rules} --json`)
    assert.equal(code, 0)
    assert.equal(json.data.files_deleted, 1)
    assert.deepEqual(namesOf(await kept(own)), [second, third].sort())
    assert.equal((await own.run('verify')).code, 0)
  })

  test('stay while the list of a damaged backup can not be read', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const name = await keep(own, Buffer.from('First'))
    const { json } = await own.run('create --json')
    await forget(own, name)
    await own.run('create')
    await rm(join(json.data.folder, 'database.dump'))
    await writeFile(join(json.data.folder, 'files.sha256'), 'x\n')
    const { code, err } = await own.run('prune')
    assert.equal(code, 9)
    assert.include(err, 'files.sha256 is damaged')
    assert.deepEqual(namesOf(await kept(own)), [name])
  })
})

test.group('Files of users in a bucket', (group) => {
  if (!hasPostgresTools) group.tap((one) => one.skip(true, 'there is no pg_dump from Debian'))

  test('are counted by a backup, and looked for by verify', async ({ assert, cleanup }) => {
    const own = await OwnBackups.make(cleanup)
    const s3 = await S3Server.start()
    cleanup(() => s3.stop())
    const run = (line: string) => runPlaza(`backup ${line}`, { ...own.env, ...s3.env })
    const names = []
    for (let index = 0; index < 5; index++) {
      const content = randomBytes(1000)
      names.push(await keep(own, content, (key) => s3.put(key, content)))
    }

    const created = await run('create --json')
    assert.equal(created.code, 0, created.err)
    assert.containSubset(JSON.parse(created.out).data.media, { files: 5, copied: 0 })
    assert.isEmpty(await kept(own))
    const whole = await run('verify')
    assert.equal(whole.code, 0, whole.err)

    await s3.remove(keyOf(names[2]))
    const missing = await run('verify')
    assert.equal(missing.code, 9, missing.err)
    assert.include(missing.err, names[2])
    assert.notInclude(missing.err, names[3])

    await s3.close()
    const away = await run('verify')
    assert.equal(away.code, 7, away.err)
    assert.lengthOf(away.err.trim().split('\n'), 1, away.err)
  })
})
