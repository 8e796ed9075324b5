import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'

test.group('GET /sessions', (group) => {
  group.each.setup(emptyDatabase)

  test("lists the user's sessions, last used first, and marks the current one", async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const older = await signIn(client, me)
    const newer = await signIn(client, me)
    await signIn(client, await UserFactory.create())
    await db
      .from('sessions')
      .where('id', sessionOf(older))
      .update({ user_agent: 'curl/8', address: '2001:db8::1', last_used_at: '2026-01-01T00:00Z' })

    const response = await client.get('/sessions').bearerToken(older.access_token)

    response.assertStatus(200)
    const [first, second, ...others] = response.body()
    assert.isEmpty(others)
    assert.containSubset(first, { id: sessionOf(newer), current: false })
    assert.containSubset(second, {
      id: sessionOf(older),
      current: true,
      user_agent: 'curl/8',
      address: '2001:db8::1',
      last_used_at: '2026-01-01T00:00:00.000Z',
    })
    assert.sameMembers(Object.keys(second), [
      'id',
      'current',
      'user_agent',
      'address',
      'created_at',
      'last_used_at',
      'expires_at',
    ])
  })

  test('leaves expired sessions out', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const [mine, expired] = [await signIn(client, me), await signIn(client, me)]
    await db
      .from('sessions')
      .where('id', sessionOf(expired))
      .update({ expires_at: db.raw(`now() - interval '1 second'`) })

    const response = await client.get('/sessions').bearerToken(mine.access_token)
    assert.deepEqual(
      response.body().map(({ id }: { id: number }) => id),
      [sessionOf(mine)]
    )
  })
})

test.group('DELETE /sessions/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('ends a session of the user at once', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const [mine, other] = [await signIn(client, me), await signIn(client, me)]
    await answers(client.get('/users/me').bearerToken(other.access_token), 200)

    const response = await client
      .delete(`/sessions/${sessionOf(other)}`)
      .bearerToken(mine.access_token)

    response.assertStatus(204)
    await answers(client.get('/users/me').bearerToken(other.access_token), 401)
    await answers(client.get('/users/me').bearerToken(mine.access_token), 200)
    const refreshed = await client
      .post('/token/refresh')
      .json({ refresh_token: other.refresh_token })
    refreshed.assertStatus(401)
    assert.lengthOf(await db.from('sessions'), 1)
  })

  test("answers 404 for another user's session, for staff too: {role}")
    .with([{ role: 'member' }, { role: 'admin' }])
    .run(async ({ client, assert }, { role }) => {
      const other = await signIn(client, await UserFactory.create())
      const me = await UserFactory.merge({ role: role as 'member' | 'admin' }).create()

      const response = await client.delete(`/sessions/${sessionOf(other)}`).loginAs(me)

      response.assertStatus(404)
      assert.lengthOf(await db.from('sessions').where('id', sessionOf(other)), 1)
    })

  test('answers {status} to the id {id}')
    .with([
      { id: '0', status: 422 },
      { id: 'all', status: 422 },
      { id: '9'.repeat(25), status: 422 },
      { id: '9007199254740991', status: 404 },
    ])
    .run(async ({ client }, { id, status }) => {
      const response = await client.delete(`/sessions/${id}`).loginAs(await UserFactory.create())
      response.assertStatus(status)
    })
})

test.group('POST /logout', (group) => {
  group.each.setup(emptyDatabase)

  test('ends only the current session, at once', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const [mine, other] = [await signIn(client, me), await signIn(client, me)]

    const response = await client.post('/logout').bearerToken(mine.access_token)

    response.assertStatus(204)
    const again = await client.post('/logout').bearerToken(mine.access_token)
    again.assertStatus(401)
    again.assertHeader(
      'www-authenticate',
      'Bearer realm="plaza", error="invalid_token", error_description="The session has ended"'
    )
    const refreshed = await client
      .post('/token/refresh')
      .json({ refresh_token: mine.refresh_token })
    refreshed.assertStatus(401)
    await answers(client.get('/users/me').bearerToken(other.access_token), 200)
    assert.deepEqual(await db.from('sessions').select('id'), [{ id: sessionOf(other) }])
  })

  test('is 401 without a token', async ({ client }) => {
    const response = await client.post('/logout')
    response.assertStatus(401)
  })
})
