import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const fields = { name: 'Nightly build', scopes: ['read', 'posts.publish'] }

const make = (client: ApiClient, user: User, body: object = fields) =>
  client.post('/tokens').loginAs(user).json(body)

test.group('POST /tokens', (group) => {
  group.each.setup(emptyDatabase)

  test('answers with the token once, and stores a digest of it', async ({ client, assert }) => {
    const [user] = await people('member')
    const response = await answers(make(client, user), 201)
    const { id, token, expires_at: expiresAt, ...rest } = response.body()
    assert.match(token, /^plz_[0-9A-Za-z]{49}$/)
    assert.equal(response.header('location'), `/tokens/${id}`)
    assert.equal(response.header('cache-control'), 'no-store')
    assert.containSubset(rest, {
      ...fields,
      last_four: token.slice(-4),
      allowed_networks: [],
      last_used_at: null,
      last_used_address: null,
    })
    const days = (new Date(expiresAt).getTime() - Date.now()) / 86_400_000
    assert.isTrue(days > 364 && days <= 366)

    const [listed] = await bodyOf(client.get('/tokens').loginAs(user))
    assert.deepEqual(listed, { id, expires_at: expiresAt, ...rest })
    const stored = JSON.stringify(await row('personal_tokens', { id }))
    assert.notInclude(stored, token)
    assert.notInclude(stored, token.slice(4, 20))
  })

  test('takes a time at which it ends, and networks', async ({ client, assert }) => {
    const [user] = await people('member')
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const networks = ['192.0.2.7', '198.51.100.0/24', '2001:db8::/32']
    const more = { expires_at: expiresAt, allowed_networks: networks }
    const made = await answers(make(client, user, { ...fields, ...more }), 201)
    assert.containSubset(made.body(), more)
  })

  for (const [what, wrong, pointer] of [
    ['no name', { name: undefined }, '/name'],
    ['a blank name', { name: ' \u200b' }, '/name'],
    ['no scopes', { scopes: [] }, '/scopes'],
    ['an unknown scope', { scopes: ['read', 'posts.conquer'] }, '/scopes/1'],
    ['a scope twice', { scopes: ['read', 'read'] }, '/scopes'],
    ['a permission that the user lacks', { scopes: ['read', 'posts.lock'] }, '/scopes/1'],
    ['an end in the past', { expires_at: '2020-01-01T00:00:00.000Z' }, '/expires_at'],
    ['an end in two years', { expires_at: '2199-01-01T00:00:00.000Z' }, '/expires_at'],
    ['no network', { allowed_networks: ['example.org'] }, '/allowed_networks/0'],
    ['a network too long', { allowed_networks: ['192.0.2.0/33'] }, '/allowed_networks/0'],
    ['a network with a zone', { allowed_networks: ['fe80::1%eth0'] }, '/allowed_networks/0'],
  ] as const) {
    test(`refuses ${what}`, async ({ client, assert }) => {
      const [user] = await people('member')
      const response = await make(client, user, { ...fields, ...wrong })
      assertProblem(response, 422, 'validation_failed', [pointer])
      assert.isEmpty(await db.from('personal_tokens'))
    })
  }

  test('is done once for an Idempotency-Key, whose answer is not stored', async ({
    client,
    assert,
  }) => {
    const [user] = await people('member')
    const key = { 'Idempotency-Key': 'a-token' }
    const made = await answers(make(client, user).headers(key), 201)
    assertProblem(await make(client, user).headers(key), 409, 'already_done')
    const stored = JSON.stringify(await db.from('idempotency_keys'))
    assert.notInclude(stored, made.body().token)
    assert.lengthOf(await db.from('personal_tokens'), 1)

    await answers(client.delete(`/tokens/${made.body().id}`).loginAs(user), 204)
    assertProblem(await make(client, user).headers(key), 410, 'gone')
  })

  test('stops at fifty live tokens, when many come at once too', async ({ client, assert }) => {
    const [user] = await people('member')
    const { id } = await personalToken(client, user)
    await db.rawQuery(
      `insert into personal_tokens (user_id, name, digest, last_four, scopes, expires_at)
       select user_id, name, 'digest ' || n, last_four, scopes, expires_at
       from personal_tokens cross join generate_series(1, 46) as n where id = ?`,
      [id]
    )
    const received = await Promise.all(Array.from({ length: 6 }, () => make(client, user)))
    const statuses = received.map((response) => response.status()).sort()
    assert.deepEqual(statuses, [201, 201, 201, 409, 409, 409])
    await db.from('personal_tokens').where({ id }).update({ expires_at: new Date() })
    await answers(make(client, user), 201)
  })

  test('needs a session: no token makes, lists or revokes tokens', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { permissions } = await bodyOf(client.get('/users/me?include=permissions').loginAs(admin))
    const { id, token } = await personalToken(client, admin, ['read', ...permissions])
    for (const request of [
      client.get('/tokens'),
      client.post('/tokens').json(fields),
      client.delete(`/tokens/${id}`),
    ]) {
      assertProblem(await request.bearerToken(token), 403, 'session_needed')
    }
    assertProblem(await client.post('/tokens').json(fields), 401, 'unauthenticated')
    assert.lengthOf(await db.from('personal_tokens'), 1)
  })
})
