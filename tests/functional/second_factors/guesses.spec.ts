import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { ageSignIns, Authenticator } from '#tests/support/authenticator'
import { answers, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const answer = (client: ApiClient, body: object, from = '192.0.2.1') =>
  client.post('/login/second-factor').header('X-Forwarded-For', from).json(body)

test.group('LIMIT_SECOND_FACTOR', (group) => {
  let user: User
  let app: Authenticator

  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('limits.secondFactor', { requests: 3, seconds: 900 }))

  async function begin(client: ApiClient) {
    user = await UserFactory.create()
    app = await Authenticator.setUp(client, user)
  }

  test('counts wrong codes and recovery codes of an account, from wherever they come', async ({
    client,
    assert,
  }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    const wrong = [{ code: app.wrongCode() }, { recovery_code: 'aaaaa-aaaaa' }, { code: '1' }]
    for (const [index, proof] of wrong.entries()) {
      const response = await answer(client, { challenge, ...proof }, `192.0.2.${index + 1}`)
      assertProblem(response, 401, 'invalid_code')
    }
    const right = { challenge, code: await app.unusedCode() }
    const refused = await answer(client, right, '198.51.100.1')
    assertProblem(refused, 429, 'rate_limited')
    assert.isAbove(Number(refused.header('retry-after')), 0)

    const other = await UserFactory.create()
    const others = await Authenticator.setUp(client, other)
    assert.isString((await others.signIn(client)).access_token)
  })

  test('a right code counts for nothing', async ({ client }) => {
    await begin(client)
    for (let time = 0; time < 5; time++) await app.signIn(client)
  })

  test('is not passed by twenty guesses at the same time', async ({ client, assert }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    const code = app.wrongCode()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(answer(client, { challenge, code })))
    )
    assert.equal(all.filter((status) => status === 401).length, 3)
    assert.equal(all.filter((status) => status === 429).length, 17)
  })

  test('counts the codes of a step-up too', async ({ client }) => {
    await begin(client)
    const { access_token: token } = await app.signIn(client)
    await ageSignIns(user)
    const wrong = { password, code: app.wrongCode() }
    const stepUp = (body: object) =>
      client.post('/sessions/current/step-up').bearerToken(token).json(body)
    for (let time = 0; time < 2; time++) {
      assertProblem(await stepUp(wrong), 422, 'validation_failed', ['/code'])
    }
    const removal = client.delete('/users/me/totp').bearerToken(token)
    const refused = await removal.json({ current_password: password, code: wrong.code })
    assertProblem(refused, 422, 'validation_failed', ['/code'])
    const last = await stepUp({ password, code: await app.unusedCode() })
    assertProblem(last, 429, 'rate_limited')
  })

  test('counts the first codes of a new app', async ({ client }) => {
    const fresh = await UserFactory.create()
    await answers(client.post('/users/me/totp').loginAs(fresh), 200)
    const turnOn = () => client.put('/users/me/totp').loginAs(fresh).json({ code: '1' })
    for (let time = 0; time < 3; time++) {
      assertProblem(await turnOn(), 422, 'validation_failed', ['/code'])
    }
    assertProblem(await turnOn(), 429, 'rate_limited')
  })
})
