import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { signIn, tokenOf } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

test.group('Effects of staff actions on a user', (group) => {
  group.each.setup(emptyDatabase)

  test('a new role applies from the next request on', async ({ client }) => {
    const [admin, user] = await people('admin', 'member')
    const token = await tokenOf(user)
    const stats = () => client.get('/admin/stats').bearerToken(token)
    await answers(stats(), 403)
    await answers(act(client, admin, 'user.set_role', { on: user, role: 'moderator' }), 201)
    await answers(stats(), 200)
    await answers(act(client, admin, 'user.set_role', { on: user, role: 'member' }), 201)
    await answers(stats(), 403)
  })

  test('a reset password replaces the old one, ends all sessions and is shown only to the actor', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const user = await UserFactory.create()
    const { access_token: token, refresh_token: refresh } = await signIn(client, user)
    const password = 'a walk by the river'

    const response = await act(client, admin, 'user.reset_password', { on: user, password })

    response.assertStatus(201)
    assert.deepEqual(response.body().after, { sessions_ended: 1 })
    assert.notInclude(response.text(), password)
    assert.notInclude(JSON.stringify(await db.from('audit_entries')), 'argon2')
    assert.equal(await statusOf(client.get('/users/me').bearerToken(token)), 401)
    assert.equal(
      await statusOf(client.post('/token/refresh').json({ refresh_token: refresh })),
      401
    )
    const old = { username: user.username, password: 'correct horse battery' }
    assertProblem(await client.post('/login').json(old), 401, 'invalid_credentials')
    await signIn(client, user, password)
  })

  test('ended sessions answer 401 at once, and the user may sign in again', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    const user = await UserFactory.create()
    const tokens = [await signIn(client, user), await signIn(client, user)]
    const ask = () =>
      Promise.all(
        tokens.map(({ access_token: token }) =>
          statusOf(client.get('/users/me').bearerToken(token))
        )
      )
    assert.deepEqual(await ask(), [200, 200])
    const response = await act(client, moderator, 'user.end_sessions', { on: user })
    assert.deepEqual(response.body().after, { sessions_ended: 2 })
    assert.deepEqual(await ask(), [401, 401])
    await signIn(client, user)
  })

  test('an erased account disappears at once, and its content and audit entries stay', async ({
    client,
    assert,
  }) => {
    const [admin, user] = await people('admin', 'member')
    const post = await PostFactory.merge({ userId: user.id }).create()
    const draft = await PostFactory.apply('draft').merge({ userId: user.id }).create()
    const token = await tokenOf(user)
    await answers(client.get('/users/me').bearerToken(token), 200)
    assert.equal((await bodyOf(client.get(`/posts/${post.id}`))).user_id, user.id)

    await answers(act(client, admin, 'user.erase', { on: user }), 201)

    assert.equal(await statusOf(client.get('/users/me').bearerToken(token)), 401)
    assert.equal(await statusOf(client.get(`/users/${user.id}`)), 404)
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), {
      title: post.title,
      user_id: null,
      author: null,
    })
    await runJobs()
    assert.isEmpty(await db.from('posts').where('id', draft.id))
    assert.containSubset(await row('audit_entries', { action: 'user.erase' }), {
      target_id: user.id,
      subject_id: user.id,
    })
    assertProblem(await act(client, admin, 'user.erase', { on: user }), 404, 'not_found')
  })

  test('an operating-system user acts as only one member of staff', async ({ client, assert }) => {
    const [admin, moe, mia, member] = await people('admin', 'moderator', 'moderator', 'member')
    await answers(act(client, admin, 'user.link', { on: moe, os_user: 'moe' }), 201)
    for (const on of [mia, member]) {
      const response = await act(client, admin, 'user.link', { on, os_user: 'moe' })
      assertProblem(response, 409, 'conflict')
    }
    assert.containSubset(await row('users', { os_user: 'moe' }), { id: moe.id })
  })
})
