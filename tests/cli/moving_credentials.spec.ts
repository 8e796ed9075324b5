import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { password, UserFactory } from '#database/factories/user_factory'
import TotpSecret from '#models/totp_secret'
import { newTotpSecret } from '#security/totp'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { freshPlaza, temporaryFolder } from '#tests/support/moving'
import { setting } from '#tests/support/settings'

test.group('plaza export --with-credentials', (group) => {
  group.each.setup(freshPlaza)
  group.each.teardown(emptyDatabase)

  const secret = newTotpSecret()

  /** Two accounts, one of them with an authenticator and a passkey, and an archive of both. */
  async function moveOut(cleanup: (undo: () => Promise<void>) => void) {
    const folder = await temporaryFolder(cleanup)
    const identity = await generateIdentity()
    await writeFile(join(folder, 'key.txt'), `${identity}\n`)
    cleanup(setting('backups.recipients', [await identityToRecipient(identity)]) as any)
    const [ada, bo] = await UserFactory.createMany(2)
    await db.table('totp_secrets').insert({
      user_id: ada.id,
      secret: TotpSecret.seal(secret, ada.id),
      confirmed_at: new Date(),
    })
    await db.table('passkeys').insert({
      ...{ user_id: ada.id, user_handle: Buffer.from('handle'), credential_id: 'credential' },
      ...{ public_key: Buffer.from([1, 2, 0, 255]), counter: 7, transports: ['usb'] },
      ...{ backed_up: true, name: 'A key' },
    })
    const made = await plaza(`export --output ${folder}/one --with-credentials`)
    if (made.code !== 0) throw new Error(made.err)
    return { folder, ada, bo, hash: (await row('users', { id: ada.id })).password as string }
  }

  test('moves passwords and factors, and shows none of them', async ({
    assert,
    cleanup,
    client,
  }) => {
    const { folder, ada, bo, hash } = await moveOut(cleanup)
    const sealed = await readFile(`${folder}/one/credentials.jsonl.age`)
    assert.isTrue(sealed.toString('latin1').startsWith('age-encryption.org/v1'))
    for (const canary of [hash, secret, 'credential']) {
      assert.isFalse(sealed.includes(canary), canary)
    }
    assert.equal((await plaza(`export verify ${folder}/one`)).code, 0)
    await freshPlaza()
    const line = `import ${folder}/one --from plaza --with-credentials --identity ${folder}/key.txt`

    const ran = await plaza(`${line} --json`)

    assert.equal(ran.code, 0, ran.out + ran.err)
    assert.containSubset(ran.json.data.kinds, { credentials: { in: 2, created: 2 } })
    const logIn = ({ username }: { username: string }) =>
      client.post('/login').json({ username, password })
    ;(await logIn(bo)).assertStatus(200)
    assert.equal((await logIn(ada)).body().code, 'second_factor_required')
    const { secret: kept } = await row('totp_secrets', { user_id: ada.id })
    assert.equal(TotpSecret.open(kept, ada.id), secret)
    const passkey = await row('passkeys', { user_id: ada.id })
    assert.containSubset(passkey, { credential_id: 'credential', counter: 7, name: 'A key' })
    assert.isTrue(passkey.public_key.equals(Buffer.from([1, 2, 0, 255])))
    const again = await plaza(`${line} --json`)
    assert.containSubset(again.json.data.kinds, { credentials: { already_there: 2 } })
  })

  test('leaves them out where no key opens them', async ({ assert, cleanup }) => {
    const { folder, ada } = await moveOut(cleanup)
    await writeFile(`${folder}/other.txt`, `${await generateIdentity()}\n`)
    await freshPlaza()
    const line = `import ${folder}/one --from plaza`

    assert.equal((await plaza(`${line} --with-credentials`)).code, 2)
    const other = `${line} --with-credentials --identity ${folder}/other.txt`
    assert.include((await plaza(other)).err, 'opens the passwords')
    await freshPlaza()
    assert.equal((await plaza(line)).code, 0)
    assert.isFalse((await row('users', { id: ada.id })).has_password)
    assert.isEmpty(await db.from('totp_secrets'))
  })

  test('finds out that they were altered', async ({ assert, cleanup }) => {
    const { folder } = await moveOut(cleanup)
    await appendFile(`${folder}/one/credentials.jsonl.age`, '!')
    const { code, err } = await plaza(`export verify ${folder}/one`)
    assert.equal(code, 9)
    assert.include(err, 'credentials.jsonl.age')
  })

  test('keeps the password of an account that is here', async ({ assert, cleanup }) => {
    const { folder, ada } = await moveOut(cleanup)
    await freshPlaza()
    const { id } = await UserFactory.merge({ email: ada.email }).create()
    const before = await row('users', { id })

    const line = `import ${folder}/one --from plaza --with-credentials --identity ${folder}/key.txt`
    const { json } = await plaza(`${line} --json`)

    assert.containSubset(json.data.kinds, { credentials: { already_there: 1, created: 1 } })
    assert.equal((await row('users', { id })).password, before.password)
    assert.isEmpty(await db.from('totp_secrets'))
  })

  test('needs what it is told: {$self}')
    .with([
      'export --output all --with-credentials',
      'export --output all --with-credentials --posts author:@ada',
      'import all --from ghost --with-credentials',
    ])
    .run(async ({ assert }, line) => {
      assert.equal((await plaza(line)).code, 2)
    })
})
