import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { ageSignIns, Authenticator } from '#tests/support/authenticator'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { origin } from '#tests/support/server'
import { people, reason } from '#tests/support/staff'

test.group('plaza with a second factor', (group) => {
  let admin: User
  let app: Authenticator
  let home: string

  group.each.setup(async () => {
    await emptyDatabase()
    admin = await UserFactory.merge({ role: 'admin' }).create()
    home = await mkdtemp(join(tmpdir(), 'plaza-'))
    return () => rm(home, { recursive: true })
  })

  const begin = async (client: ApiClient) => {
    app = await Authenticator.setUp(client, admin)
  }
  const there = (line: string, setup = {}) =>
    plaza(`${line} --remote ${origin}`, { env: { XDG_CONFIG_HOME: home }, ...setup })
  const login = (code: string, setup = {}) =>
    there(`login --username ${admin.username} --password-stdin ${code}`, {
      input: `${password}\n`,
      ...setup,
    })

  test('login asks for the code', async ({ client, assert }) => {
    await begin(client)
    const code = await app.unusedCode()
    const ran = await there(`login --username ${admin.username}`, { answers: [password, code] })
    assert.equal(ran.code, 0, ran.err)
    assert.deepEqual(ran.asked, ['Password', 'Code of your authenticator app, or a recovery code'])
    assert.equal((await there('whoami')).code, 0)
  })

  test('login takes a code or a recovery code as an option', async ({ client, assert }) => {
    await begin(client)
    assert.equal((await login(`--code ${await app.unusedCode()}`)).code, 0)
    assert.equal((await login(`--code ${app.recoveryCodes[0]}`)).code, 0)
    const used = await login(`--code ${app.recoveryCodes[0]}`)
    assert.equal(used.code, 6)
    assert.match(used.err, /^error: .+\n$/)
  })

  test('login says in one line that a code is missing', async ({ client, assert }) => {
    await begin(client)
    const { code, err } = await login('')
    assert.equal(code, 2)
    assert.match(err, /^error: A second factor is on.+--code\n$/)
  })

  test('a command asks for the password when the sign-in is too old', async ({
    client,
    assert,
  }) => {
    const [member] = await people('member')
    await begin(client)
    assert.equal((await login(`--code ${await app.unusedCode()}`)).code, 0)
    await ageSignIns(admin)
    const line = `users set-role ${member.id} editor --reason '${reason}' --yes`
    const refused = await there(line)
    assert.equal(refused.code, 6)
    assert.equal(
      refused.err,
      `error: This needs a sign-in of the last 15 minutes: plaza login --remote ${origin}\n`
    )
    const wrong = await there(line, { answers: ['not the password'] })
    assert.equal(wrong.code, 2)
    assert.include(wrong.err, 'This is not your password.')
    const ran = await there(line, { answers: [password, await app.unusedCode()] })
    assert.equal(ran.code, 0, ran.err)
    assert.deepEqual(ran.asked, ['Password', 'Code of your authenticator app'])
    assert.equal((await row('users', { id: member.id })).role, 'editor')
    // The session is fresh now.
    const again = await there(`users set-role ${member.id} member --reason '${reason}' --yes`)
    assert.equal(again.code, 0, again.err)
  })

  test('users rescue helps the only admin, as the machine itself', async ({ client, assert }) => {
    await begin(client)
    const line = `users rescue @${admin.username} --reason 'Lost the phone'`
    const dry = await plaza(`${line} --dry-run`, { user: 'root' })
    assert.equal(dry.code, 0, dry.err)
    const unsure = await plaza(line, { user: 'root', answers: [false] })
    assert.notEqual(unsure.code, 0)
    const { username } = admin
    await answers(client.post('/login').json({ username, password }), 401)

    const ran = await plaza(`${line} --yes`, { user: 'root' })
    assert.equal(ran.code, 0, ran.err)
    assert.include(ran.out, `Rescued @${username}`)
    await answers(client.post('/login').json({ username, password }), 200)
    assert.containSubset(await row('audit_entries', { action: 'user.rescue' }), {
      actor_id: null,
      origin: 'cli',
      os_user: 'root',
      subject_id: admin.id,
      reason: 'Lost the phone',
    })
  })

  test('users rescue with --as acts as that account, by its rights', async ({ client, assert }) => {
    await begin(client)
    const ran = await plaza(`users rescue @${admin.username} --reason x1x --as ${admin.id} --yes`)
    assert.equal(ran.code, 4, ran.err)
    assert.include(ran.err, 'yourself')
  })

  test('without an account, the machine does nothing else', async ({ assert }) => {
    const ran = await plaza(`users suspend @${admin.username} --reason 'Because' --yes`)
    assert.notEqual(ran.code, 0)
    assert.equal((await row('users', { id: admin.id })).suspended_at, null)
  })
})
