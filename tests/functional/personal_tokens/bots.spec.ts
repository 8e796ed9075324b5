import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { bot } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason } from '#tests/support/staff'

const token = { name: 'Second', scopes: ['read'] }

test.group('A bot', (group) => {
  group.each.setup(emptyDatabase)

  test('is marked in public, and acts by the tokens that staff make', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const made = await bot(client, admin, 'member', ['read', 'posts.publish'])
    const shown = await bodyOf(client.get(`/users/${made.id}`))
    assert.isTrue(shown.bot)
    assert.isFalse((await bodyOf(client.get(`/users/${admin.id}`))).bot)

    const me = await bodyOf(client.get('/users/me').bearerToken(made.token))
    assert.containSubset(me, { id: made.id, bot: true, email: null })
    const text = { title: 'By a bot', content: 'Written by a bot.' }
    await answers(client.post('/posts').bearerToken(made.token).json(text), 201)

    const entries = await db.from('audit_entries').orderBy('id')
    const about = { actor_id: admin.id, target_id: made.id, subject_id: made.id }
    assert.containSubset(entries, [
      { ...about, action: 'user.create', after: { bot: true } },
      { ...about, action: 'user.create_token', after: { token_id: made.tokenId, name: 'First' } },
    ])
    assert.notInclude(JSON.stringify(entries), made.token)
  })

  test('has no e-mail and no password, and gets none', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const create = (body: object) => client.post('/admin/users').loginAs(admin).json(body)
    const email = 'bot@example.org'
    const password = 'correct horse battery'
    assertProblem(await create({ bot: true, email, password }), 422, 'validation_failed', [
      '/email',
      '/password',
    ])
    const { id } = await bot(client, admin)
    const { username } = await row('users', { id })
    assert.containSubset(await row('users', { id }), { bot: true, email: null, password: null })
    for (const secret of ['', 'null', 'none', password]) {
      await answers(client.post('/login').json({ username, password: secret }), 401)
    }
    const reset = act(client, admin, 'user.reset_password', { on: { id }, password })
    assertProblem(await reset, 409, 'conflict')
    const link = act(client, admin, 'user.link', { on: { id }, os_user: 'robot' })
    assertProblem(await link, 409, 'conflict')
    assert.isNull((await row('users', { id })).password)
    assertProblem(await create({ username: 'no_bot' }), 422, 'validation_failed', [
      '/email',
      '/password',
    ])
  })

  test('is no admin, from the beginning and later', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const create = client.post('/admin/users').loginAs(admin).json({ bot: true, role: 'admin' })
    assertProblem(await create, 403, 'forbidden')
    const { id } = await bot(client, admin, 'moderator')
    const promotion = act(client, admin, 'user.set_role', { on: { id }, role: 'admin' })
    assertProblem(await promotion, 403, 'forbidden')
    assert.equal((await row('users', { id })).role, 'moderator')
  })

  test('gets scopes that it has itself, from staff of a higher rank', async ({
    client,
    assert,
  }) => {
    const [admin, moderator, member] = await people('admin', 'moderator', 'member')
    const { path } = await bot(client, admin, 'moderator')
    const ask = (by: typeof admin, body: object = token) => client.post(path).loginAs(by).json(body)
    const beyond = await ask(admin, { ...token, scopes: ['read', 'roles.manage'] })
    assertProblem(beyond, 422, 'validation_failed', ['/scopes/1'])
    for (const by of [moderator, member]) assertProblem(await ask(by), 403, 'forbidden')
    const ofUser = client.post(`/admin/users/${member.id}/tokens`).loginAs(admin).json(token)
    assertProblem(await ofUser, 409, 'conflict')
    assert.lengthOf(await db.from('personal_tokens'), 1)
  })

  test('gets none from staff who lack a permission that it has', async ({ client }) => {
    const [admin] = await people('admin')
    const role = { name: 'makers', rank: 1, permissions: ['users.manage', 'posts.publish'] }
    await answers(client.post('/admin/roles').loginAs(admin).json(role), 201)
    const [maker] = await people('member')
    await answers(act(client, admin, 'user.set_role', { on: maker, role: 'makers' }), 201)
    const { path } = await bot(client, admin, 'member')
    assertProblem(await client.post(path).loginAs(maker).json(token), 403, 'forbidden')
  })

  test('gets none while it is suspended, and loses those it has', async ({ client }) => {
    const [admin] = await people('admin')
    const made = await bot(client, admin)
    await answers(act(client, admin, 'user.suspend', { on: made }), 201)
    assertProblem(await client.get('/posts').bearerToken(made.token), 401, 'invalid_token')
    const late = client.post(made.path).loginAs(admin).json(token)
    assertProblem(await late, 409, 'conflict')
  })

  test('can be erased, and its sanctions bar no e-mail', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const made = await bot(client, admin)
    await answers(act(client, admin, 'user.silence', { on: made }), 201)
    await answers(act(client, admin, 'user.erase', { on: made }), 201)
    assertProblem(await client.get('/posts').bearerToken(made.token), 401, 'invalid_token')
    assert.isEmpty(await db.from('barred_emails'))
  })
})

test.group('/admin/users/{user}/tokens', (group) => {
  group.each.setup(emptyDatabase)

  test('lists tokens, and ends one at once, with an audit entry', async ({ client, assert }) => {
    const [admin, moderator] = await people('admin', 'moderator')
    const made = await bot(client, admin)
    const [listed] = await bodyOf(client.get(made.path).loginAs(moderator))
    assert.containSubset(listed, { id: made.tokenId, name: 'First' })
    assert.notProperty(listed, 'token')

    const path = `${made.path}/${made.tokenId}?reason=${encodeURIComponent(reason)}`
    await answers(client.delete(path).loginAs(moderator), 204)
    assertProblem(await client.get('/posts').bearerToken(made.token), 401, 'invalid_token')
    const entry = await db.from('audit_entries').orderBy('id', 'desc').first()
    assert.containSubset(entry, {
      action: 'user.revoke_token',
      actor_id: moderator.id,
      target_id: made.id,
      reason,
      before: { token_id: made.tokenId, name: 'First' },
    })
    assertProblem(await client.delete(path).loginAs(moderator), 404, 'not_found')
  })

  test('ends no token of staff of an equal rank', async ({ client }) => {
    const [admin, moderator] = await people('admin', 'moderator')
    const { path, tokenId, token: secret } = await bot(client, admin, 'moderator')
    const refused = await client.delete(`${path}/${tokenId}`).loginAs(moderator)
    assertProblem(refused, 403, 'forbidden')
    await answers(client.get('/posts').bearerToken(secret), 200)
  })
})
