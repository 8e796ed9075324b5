import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import SuspendUser from '#actions/staff/suspend_user'
import { password, UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { answers, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { assertProblem } from '#tests/support/problems'
import { act, originOf, people, reason } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const later = '2099-01-01T00:00:00.000Z'

test.group('A suspended user', (group) => {
  group.each.setup(emptyDatabase)

  test('loses access token, refresh token and login at once, {until}')
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
        const { refresh_token: refresh } = token
        const renewed = await client.post('/token/refresh').json({ refresh_token: refresh })
        assertProblem(renewed, 401, 'invalid_token')
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

  test('can sign in again after unsuspend, and the old sessions stay ended', async ({ client }) => {
    const [moderator] = await people('moderator')
    const user = await UserFactory.create()
    const { access_token: token } = await signIn(client, user)
    await answers(act(client, moderator, 'user.suspend', { on: user }), 201)
    await answers(act(client, moderator, 'user.unsuspend', { on: user }), 201)
    await answers(client.get('/users/me').bearerToken(token), 401)
    await signIn(client, user)
  })

  test('can sign in again when the time is over', async ({ client, assert }) => {
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

  test('gets no session from a running login', async ({ client, assert }) => {
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

  test('keeps no session from a simultaneous refresh or login', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const user = await UserFactory.create()
    const { refresh_token: refresh } = await signIn(client, user)
    const [suspended, ...others] = await Promise.all([
      act(client, moderator, 'user.suspend', { on: user }),
      client.post('/token/refresh').json({ refresh_token: refresh }),
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
