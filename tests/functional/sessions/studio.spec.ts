import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { cookieIn, enterStudio, setCookieOf, studioSession } from '#tests/support/studio'

const HALF_DAY_SECONDS = 12 * 60 * 60

const secondsLeft = async (id: number) =>
  ((await row('sessions', { id })).expires_at.getTime() - Date.now()) / 1000

test.group('POST /studio/session', (group) => {
  group.each.setup(emptyDatabase)

  test('answers without the refresh token, which is in the cookie alone', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.apply('moderator').create()
    const response = await studioSession(client, 'POST').json({ username: me.email, password })

    response.assertStatus(200)
    response.assertHeader('cache-control', 'no-store')
    const tokens = response.body()
    const members = ['access_token', 'token_type', 'expires_in', 'user']
    assert.sameMembers(Object.keys(tokens), members)
    assert.containSubset(tokens, { token_type: 'bearer', expires_in: 900, user: { id: me.id } })
    const { cookie, attributes } = setCookieOf(response)
    assert.match(cookie, /^plaza_studio=\d+\.1\.[\w-]{43}$/)
    assert.sameMembers(attributes, [
      `Max-Age=${HALF_DAY_SECONDS}`,
      'Path=/studio/session',
      'HttpOnly',
      'SameSite=Strict',
    ])
    const sessions = await bodyOf(client.get('/sessions').bearerToken(tokens.access_token))
    assert.containSubset(sessions, [{ id: sessionOf(tokens), current: true }])
  })

  test('takes the form of /login too', async ({ client }) => {
    const me = await UserFactory.create()
    const form = { grant_type: 'password', username: me.username, password }
    await answers(studioSession(client, 'POST').form(form), 200)
  })

  test('opens a session that ends 12 hours after the last refresh', async ({ client, assert }) => {
    const { tokens, cookie } = await enterStudio(client, await UserFactory.create())
    const id = sessionOf(tokens)
    assert.closeTo(await secondsLeft(id), HALF_DAY_SECONDS, 60)
    await db
      .from('sessions')
      .where({ id })
      .update({ expires_at: new Date(Date.now() + 60_000) })
    const refreshed = await answers(studioSession(client, 'PUT', cookie), 200)
    assert.closeTo(await secondsLeft(id), HALF_DAY_SECONDS, 60)

    await db.from('sessions').where({ id }).update({ expires_at: new Date() })
    const late = await studioSession(client, 'PUT', cookieIn(refreshed))
    assertProblem(late, 401, 'invalid_token')
  })

  test('opens no longer session than SESSION_LIFETIME allows', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('tokens.lifetimes.session', 3600))
    const { tokens } = await enterStudio(client, await UserFactory.create())
    assert.closeTo(await secondsLeft(sessionOf(tokens)), 3600, 60)
  })

  test('counts wrong passwords under the limits of /login', async ({ client, cleanup }) => {
    cleanup(setting('limits.login', { requests: 2, seconds: 60 }))
    const { username } = await UserFactory.create()
    const wrong = { username, password: 'wrong but long enough' }
    assertProblem(await studioSession(client, 'POST').json(wrong), 401, 'invalid_credentials')
    await answers(client.post('/login').json(wrong), 401)
    const refused = await studioSession(client, 'POST').json({ username, password })
    assertProblem(refused, 429, 'rate_limited')
    await answers(client.post('/login').json({ username, password }), 429)
  })

  test('refuses a suspended user, and lets a silenced one in', async ({ client, assert }) => {
    const [suspended, silenced] = await UserFactory.createMany(2)
    const suspension = { suspended_at: new Date(), suspended_until: null }
    await db.from('users').where('id', suspended.id).update(suspension)
    await silenced.silence(null)
    const response = await studioSession(client, 'POST').json({
      username: suspended.username,
      password,
    })
    response.assertStatus(403)
    assert.containSubset(response.body(), { code: 'suspended', until: null })
    assert.isUndefined(response.header('set-cookie'))
    await enterStudio(client, silenced)
  })
})

test.group('PUT /studio/session', (group) => {
  group.each.setup(emptyDatabase)

  test('answers with a new access token, and renews the cookie', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const { tokens, cookie } = await enterStudio(client, me)
    const response = await studioSession(client, 'PUT', cookie)

    response.assertStatus(200)
    response.assertHeader('cache-control', 'no-store')
    const renewed = response.body()
    assert.sameMembers(Object.keys(renewed), Object.keys(tokens))
    assert.equal(renewed.user.id, me.id)
    assert.equal(sessionOf(renewed), sessionOf(tokens))
    assert.match(cookieIn(response), /^plaza_studio=\d+\.2\./)
    await answers(client.get('/users/me').bearerToken(renewed.access_token), 200)
  })

  test('answers 204 without a cookie', async ({ client, assert }) => {
    const response = await answers(studioSession(client, 'PUT'), 204)
    assert.isUndefined(response.header('set-cookie'))
    await answers(studioSession(client, 'PUT', 'other=1'), 204)
  })

  test('gives parallel tabs the same cookie', async ({ client, assert }) => {
    const { cookie } = await enterStudio(client, await UserFactory.create())
    const tabs = await Promise.all(
      Array.from({ length: 5 }, () => answers(studioSession(client, 'PUT', cookie), 200))
    )
    assert.lengthOf(new Set(tabs.map(cookieIn)), 1)
  })

  test('ends the session when a used cookie comes again after the grace', async ({
    client,
    assert,
  }) => {
    const { tokens, cookie } = await enterStudio(client, await UserFactory.create())
    const { access_token: token } = await bodyOf(studioSession(client, 'PUT', cookie))
    const past = db.raw(`array[now() - interval '11 seconds']`)
    await db.from('sessions').where('id', sessionOf(tokens)).update({ rotations: past })

    const reused = await studioSession(client, 'PUT', cookie)

    assertProblem(reused, 401, 'invalid_token')
    assert.equal(cookieIn(reused), 'plaza_studio=')
    await answers(client.get('/users/me').bearerToken(token), 401)
  })

  test('refuses the cookie {value}, and clears it')
    .with([{ value: 'x' }, { value: '1.1.AAAA' }, { value: `1.1.${'A'.repeat(43)}` }])
    .run(async ({ client, assert }, { value }) => {
      const response = await studioSession(client, 'PUT', `plaza_studio=${value}`)
      assertProblem(response, 401, 'invalid_token')
      const { cookie, attributes } = setCookieOf(response)
      assert.equal(cookie, 'plaza_studio=')
      assert.includeMembers(attributes, ['Path=/studio/session', 'HttpOnly', 'SameSite=Strict'])
    })

  test('takes no token of /login, and /token/refresh takes none of the cookie', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const { refresh_token: token } = await signIn(client, me)
    const { tokens, cookie } = await enterStudio(client, me)
    const crossed = await studioSession(client, 'PUT', `plaza_studio=${token}`)
    assertProblem(crossed, 401, 'invalid_token')
    const [, value] = cookie.split('=')
    const refreshed = await client.post('/token/refresh').json({ refresh_token: value })
    assertProblem(refreshed, 401, 'invalid_token')
    assert.closeTo(await secondsLeft(sessionOf(tokens)), HALF_DAY_SECONDS, 60)
    await answers(studioSession(client, 'PUT', cookie), 200)
  })
})
