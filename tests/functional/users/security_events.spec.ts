import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneSecurityEvents } from '#jobs/prune_security_events'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { followToTheEnd } from '#tests/support/pages'
import { act, people } from '#tests/support/staff'
import { assertProblem } from '#tests/support/problems'

const logOf = async (client: ApiClient, user: User) =>
  bodyOf(client.get('/users/me/security-events').loginAs(user))

const namesOf = async (client: ApiClient, user: User) =>
  (await logOf(client, user)).map(({ event }: { event: string }) => event)

test.group('GET /users/me/security-events', (group) => {
  group.each.setup(emptyDatabase)

  test('tells of sign-ins and new passwords, newest first, with where they came from', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const login = client
      .post('/login')
      .header('user-agent', 'a'.repeat(400))
      .header('x-forwarded-for', '192.0.2.7')
    const { access_token: token } = await bodyOf(login.json({ username: me.username, password }))
    const passwords = { current_password: password, new_password: 'staple these together' }
    await answers(client.put('/users/me/password').bearerToken(token).json(passwords), 200)

    const [changed, signedIn, ...others] = await logOf(client, me)
    assert.isEmpty(others)
    assert.containSubset(signedIn, {
      event: 'signed_in',
      address: '192.0.2.7',
      user_agent: 'a'.repeat(300),
    })
    assert.equal(changed.event, 'password_changed')
    assert.sameMembers(Object.keys(changed), ['id', 'event', 'address', 'user_agent', 'created_at'])
  })

  test('tells nothing of a login that fails', async ({ client, assert }) => {
    const me = await UserFactory.create()
    await answers(client.post('/login').json({ username: me.username, password: 'wrong' }), 401)
    assert.isEmpty(await namesOf(client, me))
  })

  test('tells of a refresh token that was used again', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const { refresh_token: stolen } = await signIn(client, me)
    const refresh = () => client.post('/token/refresh').json({ refresh_token: stolen })
    await answers(refresh(), 200)
    const [session] = await db.from('sessions')
    await db
      .from('sessions')
      .where('id', session.id)
      .update({ rotations: [new Date(Date.now() - 60_000)] })
    await answers(refresh(), 401)
    assert.deepEqual(await namesOf(client, me), ['refresh_token_reused', 'signed_in'])
  })

  test('tells that staff set the password, without an address', async ({ client, assert }) => {
    const [me, admin] = await people('member', 'admin')
    const set = { on: me, password: 'staple these together' }
    await answers(act(client, admin, 'user.reset_password', set), 201)
    const [event] = await logOf(client, me)
    assert.containSubset(event, { event: 'password_set_by_staff', address: null, user_agent: null })
  })

  test('has pages, and shows no one else’s', async ({ client, assert }) => {
    const [me, other] = await people('member', 'member')
    const rows = [me, other, me, me].map(({ id }) => ({ user_id: id, event: 'signed_in' }))
    const ids = await db.table('security_events').multiInsert(rows).returning('id')
    const path = '/users/me/security-events?limit=1&fields=id'
    const found = await followToTheEnd((page) => client.get(page).loginAs(me), path)
    assert.deepEqual(found, [ids[3].id, ids[2].id, ids[0].id])
    const { header } = await client.get(path).loginAs(me)
    assert.isFunction(header)
    const foreign = await client.get('/users/me/security-events?limit=1').loginAs(other)
    assert.deepEqual(
      foreign.body().map(({ id }: { id: number }) => id),
      [ids[1].id]
    )
  })

  test('is for those who are signed in', async ({ client }) => {
    assertProblem(await client.get('/users/me/security-events'), 401, 'unauthenticated')
  })

  test('is kept for a year, exported, and gone with the account', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const [admin] = await people('admin')
    const old = {
      user_id: me.id,
      event: 'signed_in',
      created_at: new Date(Date.now() - 366 * 86_400_000),
    }
    await db.table('security_events').insert(old)
    await signIn(client, me)
    assert.equal(await pruneSecurityEvents(), 1)
    assert.deepEqual(await namesOf(client, me), ['signed_in'])

    const reason = 'They asked for it.'
    const { security_events: exported } = await bodyOf(
      client.post(`/admin/users/${me.id}/exports`).loginAs(admin).json({ reason })
    )
    assert.containSubset(exported, [{ event: 'signed_in' }])

    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    await runJobs()
    assert.isEmpty(await db.from('security_events'))
    assert.isNull(await db.from('users').where('id', me.id).first())
  })
})
