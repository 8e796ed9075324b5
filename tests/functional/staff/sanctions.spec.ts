import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import SuspendUser from '#actions/staff/suspend_user'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { signIn, tokenOf } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { followToTheEnd } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, originOf, people, reason } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const later = '2099-01-01T00:00:00.000Z'

/** What somebody who is silenced may still do. */
const unheard = [
  'login.store',
  'tokens.refresh',
  'users.store',
  'logout.store',
  'sessions.destroy',
  'passwords.update',
  'me.destroy',
]

const writes = () =>
  Object.values(router.toJSON())
    .flat()
    .filter(({ name, methods }) => !['GET', 'HEAD'].includes(methods[0]) && name !== undefined)

const write = (client: ApiClient, token: string) =>
  client.post('/posts').bearerToken(token).json({ title: 'Hear me', content: 'I am back.' })

test.group('A silenced user', (group) => {
  group.each.setup(emptyDatabase)

  test('may write nothing that others see, {until}')
    .with([{ until: later }, { until: null }])
    .run(async ({ client, assert }, { until }) => {
      const [admin, moderator] = await people('admin', 'moderator')
      const token = await tokenOf(moderator)
      await answers(write(client, token), 201)
      await answers(act(client, admin, 'user.silence', { on: moderator, until }), 201)

      const seen = writes().filter(({ name }) => !unheard.includes(name!))
      assert.isAbove(seen.length, 10)
      for (const { pattern, methods } of seen) {
        const request = client.request(pattern.replace(/:\w+/g, '1'), methods[0])
        const response = await request.bearerToken(token).json({})
        assert.containSubset(response.body(), { status: 403, code: 'silenced', until }, pattern)
      }
    })

  test('still reads, signs in, changes the password, ends sessions and goes', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    await me.silence(null)
    const { access_token: token, refresh_token } = await signIn(client, me)
    await answers(client.get('/posts').bearerToken(token), 200)
    await answers(client.get('/users/me/sanctions').bearerToken(token), 200)
    await answers(client.post('/token/refresh').json({ refresh_token }), 200)

    const change = { current_password: password, new_password: 'a walk by the river' }
    await answers(client.put('/users/me/password').bearerToken(token).json(change), 204)
    const other = await tokenOf(me)
    const sessions = await bodyOf(client.get('/sessions').bearerToken(token))
    const { id } = sessions.find(({ current }: { current: boolean }) => !current)
    await answers(client.delete(`/sessions/${id}`).bearerToken(token), 204)
    assert.equal(await statusOf(client.get('/sessions').bearerToken(other)), 401)
    await answers(client.post('/logout').bearerToken(await tokenOf(me)), 204)

    const goodbye = { password: change.new_password }
    await answers(client.delete('/users/me').bearerToken(token).json(goodbye), 204)
  })

  test('is heard again at once when staff say so', async ({ client }) => {
    const [moderator, user] = await people('moderator', 'member')
    const token = await tokenOf(user)
    await answers(act(client, moderator, 'user.silence', { on: user }), 201)
    await answers(write(client, token), 403)
    await answers(act(client, moderator, 'user.unsilence', { on: user }), 201)
    await answers(write(client, token), 201)
  })

  test('is heard again when the time is over, though nobody tells so', async ({
    client,
    assert,
  }) => {
    const [user, moderator] = await people('member', 'moderator')
    const token = await tokenOf(user)
    const until = new Date(Date.now() + 600)
    await db
      .from('users')
      .where('id', user.id)
      .update({ silenced_at: new Date(), silenced_until: until })

    await answers(write(client, token), 403)
    const statusSeen = async () =>
      (await bodyOf(client.get(`/admin/users/${user.id}`).loginAs(moderator))).status
    assert.equal(await statusSeen(), 'silenced')
    await eventually(async () => (await statusOf(write(client, token))) === 201)
    assert.isAtLeast(Date.now(), until.getTime())
    assert.equal(await statusSeen(), 'active')
  })
})

test.group('A suspended user', (group) => {
  group.each.setup(emptyDatabase)

  test('is out at once: access token, refresh token and login, {until}')
    .with([{ until: later }, { until: null }])
    .run(async ({ client, assert }, { until }) => {
      const [moderator] = await people('moderator')
      const user = await UserFactory.create()
      const tokens = [await signIn(client, user), await signIn(client, user)]
      const ask = ({ access_token: token }: (typeof tokens)[number]) =>
        client.get('/users/me').bearerToken(token)
      for (const token of tokens) await answers(ask(token), 200)

      await answers(act(client, moderator, 'user.suspend', { on: user, until }), 201)

      for (const token of tokens) {
        assertProblem(await ask(token), 401, 'invalid_token')
        const { refresh_token } = token
        const refresh = await client.post('/token/refresh').json({ refresh_token })
        assertProblem(refresh, 401, 'invalid_token')
      }
      const logIn = (secret: string) =>
        client.post('/login').json({ username: user.username, password: secret })
      const right = await logIn(password)
      assert.containSubset(right.body(), { status: 403, code: 'suspended', until })
      assert.include(right.body().detail, reason)
      assert.notInclude(right.text(), moderator.username)
      const wrong = await logIn('a wrong guess')
      assertProblem(wrong, 401, 'invalid_credentials')
      assert.notInclude(wrong.text(), 'suspended')
      assert.isEmpty(await db.from('sessions').where('user_id', user.id))
    })

  test('signs in again once staff say so; the old sessions stay dead', async ({ client }) => {
    const [moderator] = await people('moderator')
    const user = await UserFactory.create()
    const { access_token: token } = await signIn(client, user)
    await answers(act(client, moderator, 'user.suspend', { on: user }), 201)
    await answers(act(client, moderator, 'user.unsuspend', { on: user }), 201)
    await answers(client.get('/users/me').bearerToken(token), 401)
    await signIn(client, user)
  })

  test('signs in again when the time is over', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const until = new Date(Date.now() + 800)
    const suspension = { suspended_at: new Date(), suspended_until: until }
    await db.from('users').where('id', user.id).update(suspension)

    const logIn = () => client.post('/login').json({ username: user.username, password })
    const refused = await logIn()
    assert.containSubset(refused.body(), { code: 'suspended', until: until.toISOString() })
    await eventually(async () => (await statusOf(logIn())) === 200)
    assert.isAtLeast(Date.now(), until.getTime())
  })

  test('gets no session out of a login under way', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const user = await UserFactory.create()
    const suspension = await db.transaction()
    await new SuspendUser().handle({
      actor: moderator,
      origin: originOf(moderator),
      targetId: user.id,
      reason,
      client: suspension,
    })

    const logIn = client.post('/login').json({ username: user.username, password })
    const [response] = await Promise.all([logIn, untilBlocked().then(() => suspension.commit())])

    response.assertStatus(403)
    assert.equal(response.body().code, 'suspended')
    assert.isEmpty(await db.from('sessions').where('user_id', user.id))
  })

  test('keeps no session out of a refresh or a login at the same time', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    const user = await UserFactory.create()
    const { refresh_token } = await signIn(client, user)
    const [suspended, ...others] = await Promise.all([
      act(client, moderator, 'user.suspend', { on: user }),
      client.post('/token/refresh').json({ refresh_token }),
      client.post('/login').json({ username: user.username, password }),
    ])

    suspended.assertStatus(201)
    assert.isEmpty(await db.from('sessions').where('user_id', user.id))
    for (const response of others.filter((one) => one.status() === 200)) {
      const { access_token: token } = response.body()
      await answers(client.get('/users/me').bearerToken(token), 401)
    }
  })
})

test.group('GET /users/me/sanctions', (group) => {
  group.each.setup(emptyDatabase)

  test('tells what staff did and why, never who it was', async ({ client, assert }) => {
    const [admin, moderator, user, other] = await people('admin', 'moderator', 'member', 'member')
    const post = await PostFactory.merge({ userId: user.id }).create()
    const mine = { postId: post.id, userId: user.id }
    const comment = await CommentFactory.merge(mine).create()
    const until = later
    const deeds: [string, { id: number }, string, object][] = [
      ['comment.remove', comment, 'comment', {}],
      ['post.remove', post, 'post', {}],
      ['user.warn', user, 'user', {}],
      ['user.silence', user, 'user', { until }],
    ]
    for (const [action, on, , more] of deeds) {
      await answers(act(client, moderator, action, { on, ...more }), 201)
    }
    await answers(act(client, moderator, 'user.warn', { on: other }), 201)
    const path = `/admin/users/${user.id}/exports`
    await answers(client.post(path).loginAs(admin).json({ reason: 'Asked for it' }), 201)

    const response = await answers(client.get('/users/me/sanctions').loginAs(user), 200)
    const told = response.body().map(({ id, created_at: time, ...rest }: any) => rest)
    assert.deepEqual(
      told,
      deeds
        .map(([action, { id }, target_type, more]) => ({
          action,
          target_type,
          target_id: id,
          reason,
          until: null,
          ...more,
        }))
        .reverse()
    )
    assert.notInclude(response.text(), moderator.username)
    assert.notInclude(response.text(), 'actor')
  })

  test('is a list that is followed to its end', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    for (let warnings = 0; warnings < 5; warnings++) {
      await answers(act(client, moderator, 'user.warn', { on: user }), 201)
    }
    const get = (path: string) => client.get(path).loginAs(user)
    assert.deepEqual(await followToTheEnd(get, '/users/me/sanctions?limit=2'), [5, 4, 3, 2, 1])
  })

  test('is for whoever is signed in', async ({ client }) => {
    assertProblem(await client.get('/users/me/sanctions'), 401, 'unauthenticated')
  })
})
