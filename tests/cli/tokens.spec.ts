import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { origin } from '#tests/support/server'
import { people } from '#tests/support/staff'

test.group('plaza tokens', (group) => {
  group.each.setup(emptyDatabase)

  test('makes a bot and a token that is shown once, lists it and revokes it', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`, { columns: 160 })
    const made = await run('users create --bot --username robot --json')
    assert.equal(made.code, 0, made.err)
    assert.containSubset(made.json.data, { username: 'robot', bot: true, email: null })

    const created = await run(
      `tokens create --user robot --name 'Nightly build' --scopes read,posts.publish --expires 30d --networks 127.0.0.0/8,::1`
    )
    assert.equal(created.code, 0, created.err)
    const [token] = /plz_\w+/.exec(created.out)!
    assert.include(created.err, 'not shown again')
    await answers(client.get('/users/me').bearerToken(token), 200)

    const listed = await run('tokens list --user robot')
    assert.include(listed.out, 'Nightly build')
    assert.include(listed.out, `…${token.slice(-4)}`)
    assert.notInclude(listed.out, token)

    const { id } = await row('personal_tokens', { name: 'Nightly build' })
    const dry = await run(`tokens revoke ${id} --user robot --dry-run`)
    assert.include(dry.out, 'Nothing was done')
    await answers(client.get('/users/me').bearerToken(token), 200)
    const revoked = await run(`tokens revoke ${id} --user robot --reason 'It leaked.'`)
    assert.equal(revoked.code, 0, revoked.err)
    assertProblem(await client.get('/users/me').bearerToken(token), 401, 'invalid_token')
    const actions = await db.from('audit_entries').orderBy('id').select('action', 'origin')
    assert.deepEqual(
      actions.map(({ action, origin: by }) => `${action} ${by}`),
      ['user.create cli', 'user.create_token cli', 'user.revoke_token cli']
    )
    assert.equal((await run('tokens list --user robot')).err, 'There are no tokens\n')
  })

  test('makes and revokes tokens of the acting account', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const run = (line: string) => plaza(`${line} --as ${admin.id} --yes`)
    const { json } = await run(`tokens create --name Mine --scopes read --json`)
    const { id, token } = json.data
    await answers(client.get('/users/me').bearerToken(token), 200)
    const { json: list } = await run('tokens list --json')
    assert.containSubset(list.data, [{ id, name: 'Mine' }])
    assert.equal((await run(`tokens revoke ${id}`)).code, 0)
    assertProblem(await client.get('/users/me').bearerToken(token), 401, 'invalid_token')
    assert.equal((await run(`tokens revoke ${id}`)).code, 3)
  })

  test('asks for name and scopes on a terminal', async ({ assert }) => {
    const [admin] = await people('admin')
    const answered = ['Nightly build', 'read, posts.publish']
    const { code, err } = await plaza(`tokens create --as ${admin.id}`, { answers: answered })
    assert.equal(code, 0, err)
    const { scopes } = await row('personal_tokens', { name: 'Nightly build' })
    assert.deepEqual(scopes, ['read', 'posts.publish'])
  })

  test('says what is wrong', async ({ assert }) => {
    const [admin, member] = await people('admin', 'member')
    const run = (line: string) => plaza(`${line} --as ${admin.id}`)
    const unknown = await run('tokens create --name x --scopes posts.conquer')
    assert.equal(unknown.code, 2)
    assert.include(unknown.err, 'scopes')
    const ofUser = await run(`tokens create --name x --scopes read --user ${member.id}`)
    assert.equal(ofUser.code, 4)
    assert.include(ofUser.err, 'users make their own tokens')
    assert.equal((await run('tokens create --name x')).code, 2)
  })
})

test.group('PLAZA_TOKEN', (group) => {
  group.each.setup(emptyDatabase)

  test('is used at --remote instead of a sign-in', async ({ assert }) => {
    const [admin] = await people('admin')
    const { json } = await plaza(
      `tokens create --name Mine --scopes read,users.read_private --json --as ${admin.id}`
    )
    const { token } = json.data
    const run = (line: string, secret = token) =>
      plaza(`${line} --remote ${origin} --json`, { env: { PLAZA_TOKEN: secret } })
    const who = await run('whoami')
    assert.equal(who.code, 0, who.err)
    assert.equal(who.json.data.id, admin.id)
    assert.equal((await run('users list')).code, 0)
    const refused = await run('audit verify')
    assert.equal(refused.code, 6)
    const wrong = await run('whoami', `${token}x`)
    assert.notEqual(wrong.code, 0)
    assert.notInclude(wrong.out + wrong.err, token)
  })
})
