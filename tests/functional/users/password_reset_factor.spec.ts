import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { Authenticator } from '#tests/support/authenticator'
import { answers, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const fresh = 'staple these together'

test.group('POST /password-resets/confirm, with a second factor', (group) => {
  let mails: Mails
  let user: User
  let app: Authenticator
  let token: string

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  async function begin(client: ApiClient) {
    user = await UserFactory.create()
    app = await Authenticator.setUp(client, user)
    await mails.sent()
    await answers(client.post('/password-resets').json({ email: user.email }), 202)
    token = await mails.token()
  }
  const confirm = (client: ApiClient, proof: object = {}) =>
    client.post('/password-resets/confirm').json({ token, new_password: fresh, ...proof })

  test('needs its code, and a wrong one uses nothing up', async ({ client, assert }) => {
    await begin(client)
    const bare = await confirm(client)
    assertProblem(bare, 422, 'validation_failed', ['/code'])
    assert.equal(bare.body().errors[0].rule, 'required')
    const wrong = await confirm(client, { code: app.wrongCode() })
    assertProblem(wrong, 422, 'validation_failed', ['/code'])
    assert.equal(wrong.body().errors[0].rule, 'second_factor')
    await answers(confirm(client, { code: await app.unusedCode() }), 204)
    const login = await client.post('/login').json({ username: user.username, password: fresh })
    assertProblem(login, 401, 'second_factor_required')
  })

  test('takes a recovery code too, once', async ({ client, assert }) => {
    await begin(client)
    const wrong = await confirm(client, { recovery_code: 'aaaaa-aaaaa' })
    assertProblem(wrong, 422, 'validation_failed', ['/recovery_code'])
    await answers(confirm(client, { recovery_code: app.recoveryCodes[3] }), 204)
    assert.lengthOf(await db.from('recovery_codes'), 9)
    const kinds = (await mails.sent()).map(({ kind }) => kind)
    assert.sameMembers(kinds, ['password_changed', 'second_factor'])
  })

  test('counts its wrong codes with those of sign-ins', async ({ client, cleanup }) => {
    cleanup(setting('limits.secondFactor', { requests: 2, seconds: 60 }))
    await begin(client)
    const challenge = await app.challenge(client)
    const guess = { challenge, code: app.wrongCode() }
    await answers(client.post('/login/second-factor').json(guess), 401)
    await answers(confirm(client, { code: app.wrongCode() }), 422)
    assertProblem(await confirm(client, { code: app.code() }), 429, 'rate_limited')
  })

  test('works once for twenty requests at the same time', async ({ client, assert }) => {
    await begin(client)
    const code = await app.unusedCode()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(confirm(client, { code })))
    )
    assert.lengthOf(
      all.filter((status) => status === 204),
      1
    )
  })

  test('a token that is not good is refused as ever', async ({ client }) => {
    await begin(client)
    token = 'a'.repeat(43)
    const response = await confirm(client, { code: await app.unusedCode() })
    assertProblem(response, 422, 'validation_failed', ['/token'])
  })
})
