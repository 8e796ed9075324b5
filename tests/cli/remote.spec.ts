import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { origin } from '#tests/support/server'

test.group('plaza --remote', (group) => {
  let moe: User
  let home: string

  group.each.setup(async () => {
    await emptyDatabase()
    moe = await UserFactory.apply('moderator').create()
    home = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(home, { recursive: true })
  })

  const there = (line: string, setup = {}) =>
    plaza(`${line} --remote ${origin}`, { env: { XDG_CONFIG_HOME: home }, ...setup })
  const signIn = () =>
    there(`login --username ${moe.username} --password-stdin`, { input: `${password}\n` })
  const file = () => join(home, 'plaza', 'sessions.json')

  test('acts as the signed-in user, and stores tokens that only the owner can read', async ({
    assert,
  }) => {
    const login = await signIn()
    const { json } = await there('whoami --json')

    assert.equal(login.code, 0)
    assert.containsSubset(json.data, { id: moe.id, role: 'moderator' })
    assert.equal((await stat(file())).mode & 0o777, 0o600)
    assert.equal((await stat(join(home, 'plaza'))).mode & 0o777, 0o700)
    assert.notInclude(login.out + login.err, password)
  })

  test('leaves the audit entry of the API', async ({ assert }) => {
    const alice = await UserFactory.create()
    await signIn()

    const line = `users suspend ${alice.id} --reason 'Spam again' --yes --json`
    const { code, json } = await there(line)

    assert.equal(code, 0)
    assert.containsSubset(await row('audit_entries', { id: json.data.id }), {
      actor_id: moe.id,
      origin: 'api',
      os_user: null,
    })
  })

  test('refreshes an expired token', async ({ assert }) => {
    await signIn()
    const sessions = JSON.parse(await readFile(file(), 'utf8'))
    sessions[origin].access_token = 'over'
    await writeFile(file(), JSON.stringify(sessions))

    const { code } = await there('whoami')

    assert.equal(code, 0)
    assert.notEqual(JSON.parse(await readFile(file(), 'utf8'))[origin].access_token, 'over')
  })

  test('ends the session with logout', async ({ assert }) => {
    await signIn()

    assert.equal((await there('logout')).code, 0)
    const { code, err } = await there('whoami')

    assert.equal(code, 6)
    assert.include(err, `plaza login --remote ${origin}`)
  })

  test('exits with {code} {when}')
    .with([
      { when: 'the password is wrong', code: 6, line: `login --username x --password-stdin` },
      { when: 'no user is signed in', code: 6, line: 'users list' },
      { when: 'it is told to act as another', code: 2, line: 'users list --as @ada' },
    ])
    .run(async ({ assert }, { code, line }) => {
      const ran = await there(line, { input: 'not the password at all\n' })

      assert.equal(ran.code, code)
      assert.match(ran.err, /^error: .+\n$/)
    })

  test('exits with 7 if no server answers', async ({ assert }) => {
    const line = 'login --remote http://127.0.0.1:9 --username x --password-stdin'
    const { code, err } = await plaza(line, { env: { XDG_CONFIG_HOME: home }, input: 'x' })

    assert.equal(code, 7)
    assert.include(err, 'http://127.0.0.1:9')
  })
})
