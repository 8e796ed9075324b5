import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneChallenges } from '#jobs/prune_challenges'
import type User from '#models/user'
import { Authenticator } from '#tests/support/authenticator'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'
import { setCookieOf, studioSession } from '#tests/support/studio'

const answer = (client: ApiClient, body: object) => client.post('/login/second-factor').json(body)
const twenty = <T>(make: (index: number) => PromiseLike<T>) =>
  Promise.all(Array.from({ length: 20 }, (_, index) => make(index)))
const ones = (statuses: number[], status: number) => statuses.filter((one) => one === status).length

test.group('A sign-in with a second factor', (group) => {
  let user: User
  let app: Authenticator

  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('limits.secondFactor', { requests: 1000, seconds: 60 }))

  /** In the test itself, which has the client. */
  async function begin(client: ApiClient) {
    user = await UserFactory.create()
    app = await Authenticator.setUp(client, user)
  }

  test('takes the password, and then a code', async ({ client, assert }) => {
    await begin(client)
    const sessions = await db.from('sessions').where('user_id', user.id)
    const first = await client.post('/login').json({ username: user.username, password })
    assertProblem(first, 401, 'second_factor_required')
    first.assertHeader('www-authenticate', 'Bearer realm="plaza"')
    first.assertHeader('cache-control', 'no-store')
    const { challenge, methods } = first.body()
    assert.match(challenge, /^[\w-]{43}$/)
    assert.deepEqual(methods, ['code', 'recovery_code'])
    assert.lengthOf(await db.from('sessions').where('user_id', user.id), sessions.length)
    assert.notInclude(JSON.stringify(await db.from('login_challenges')), challenge)

    const second = await answer(client, { challenge, code: await app.unusedCode() })
    second.assertStatus(200)
    second.assertHeader('cache-control', 'no-store')
    const { access_token: token, refresh_token: refresh, user: me } = second.body()
    assert.equal(me.id, user.id)
    assert.containSubset(claimsOf(token), { amr: ['pwd', 'otp', 'mfa'] })
    assert.closeTo(claimsOf(token).auth_time, Date.now() / 1000, 60)
    await answers(client.get('/users/me').bearerToken(token), 200)
    const renewed = await bodyOf(client.post('/token/refresh').json({ refresh_token: refresh }))
    const { amr, auth_time: time } = claimsOf(renewed.access_token)
    assert.deepEqual({ amr, time }, { amr: ['pwd', 'otp', 'mfa'], time: claimsOf(token).auth_time })
  })

  test('asks for no code before the password is right', async ({ client }) => {
    await begin(client)
    const wrong = { username: user.username, password: 'not the password' }
    assertProblem(await client.post('/login').json(wrong), 401, 'invalid_credentials')
  })

  test('takes a code with blanks, of the step before and after too, and none of others', async ({
    client,
    assert,
  }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    await app.unusedCode()
    for (const steps of [-3, 3]) {
      const refused = await answer(client, { challenge, code: app.code(steps) })
      assertProblem(refused, 401, 'invalid_code')
    }
    const code = app.code().replace(/^.../, '$& ')
    await answers(answer(client, { challenge, code }), 200)
    const later = await app.challenge(client)
    await answers(answer(client, { challenge: later, code: app.code(1) }), 200)
    // An older step than one that was used.
    const last = await app.challenge(client)
    const statuses = [app.code(-1), app.code(), app.code(1)].map((one) =>
      statusOf(answer(client, { challenge: last, code: one }))
    )
    assert.deepEqual(await Promise.all(statuses), [401, 401, 401])
  })

  test('a wrong code leaves the challenge as it is', async ({ client }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    for (const code of [app.wrongCode(), '', 'x', '1'.repeat(40)]) {
      assertProblem(await answer(client, { challenge, code }), 401, 'invalid_code')
    }
    const recovery = { challenge, recovery_code: 'aaaaa-bbbbb' }
    assertProblem(await answer(client, recovery), 401, 'invalid_code')
    await answers(answer(client, { challenge, code: await app.unusedCode() }), 200)
  })

  test('a code works once for twenty challenges at the same time', async ({ client, assert }) => {
    await begin(client)
    const challenges: string[] = []
    for (let time = 0; time < 10; time++) challenges.push(await app.challenge(client))
    const code = await app.unusedCode()
    const all = await twenty((index) =>
      statusOf(answer(client, { challenge: challenges[index % 10], code }))
    )
    assert.equal(ones(all, 200), 1)
    assert.equal(ones(all, 401), 19)
  })

  test('a challenge works once for twenty proofs at the same time', async ({ client, assert }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    const proofs = app.recoveryCodes.map((code) => ({ recovery_code: code }))
    const all = await twenty((index) =>
      statusOf(answer(client, { challenge, ...proofs[index % 10] }))
    )
    assert.equal(ones(all, 200), 1)
    assert.lengthOf(await db.from('recovery_codes'), 9)
  })

  test('a recovery code works once, however it is written', async ({ client, assert }) => {
    await begin(client)
    const [first] = app.recoveryCodes
    const written = ` ${first.toUpperCase().replace('-', ' ')} `
    const challenge = await app.challenge(client)
    await answers(answer(client, { challenge, recovery_code: written }), 200)
    const again = await app.challenge(client)
    const used = await answer(client, { challenge: again, recovery_code: first })
    assertProblem(used, 401, 'invalid_code')
    const { access_token: token } = await app.signIn(client)
    const renewed = await answers(client.post('/users/me/recovery-codes').bearerToken(token), 200)
    assert.lengthOf(renewed.body().recovery_codes, 10)
    const old = await answer(client, { challenge: again, recovery_code: app.recoveryCodes[1] })
    assertProblem(old, 401, 'invalid_code')
    const [fresh] = renewed.body().recovery_codes
    await answers(answer(client, { challenge: again, recovery_code: fresh }), 200)
  })

  test('a challenge ends after five minutes, and with ten later ones', async ({
    client,
    assert,
  }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    const later: string[] = []
    for (let time = 0; time < 10; time++) later.push(await app.challenge(client))
    const code = await app.unusedCode()
    assertProblem(await answer(client, { challenge, code }), 401, 'invalid_challenge')
    const { rows } = await db.rawQuery(
      'select extract(epoch from expires_at - created_at)::integer as seconds from login_challenges'
    )
    assert.lengthOf(rows, 10)
    assert.isTrue(rows.every(({ seconds }: { seconds: number }) => seconds === 300))
    await db.from('login_challenges').update({ expires_at: new Date() })
    const old = await answer(client, { challenge: later[9], code })
    assertProblem(old, 401, 'invalid_challenge')
    assert.equal(await pruneChallenges(), 10)
    assert.isEmpty(await db.from('login_challenges'))
  })

  test('a challenge ends with the password that it is bound to', async ({ client }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    const { access_token: token } = await app.signIn(client)
    const change = { current_password: password, new_password: 'staple these together' }
    await answers(client.put('/users/me/password').bearerToken(token).json(change), 200)
    const late = await answer(client, { challenge, code: await app.unusedCode() })
    assertProblem(late, 401, 'invalid_credentials')
  })

  test('tells of a suspension since the password', async ({ client }) => {
    await begin(client)
    const challenge = await app.challenge(client)
    const [admin] = await people('admin')
    await answers(act(client, admin, 'user.suspend', { on: user }), 201)
    const late = await answer(client, { challenge, code: await app.unusedCode() })
    late.assertStatus(403)
    late.assertBodyContains({ code: 'suspended' })
  })

  test('needs a challenge that exists, and one proof', async ({ client }) => {
    await begin(client)
    const challenge = 'a'.repeat(43)
    const unknown = await answer(client, { challenge, code: app.code() })
    assertProblem(unknown, 401, 'invalid_challenge')
    assertProblem(await answer(client, { challenge }), 422, 'validation_failed', ['/code'])
    const bare = await answer(client, { code: app.code() })
    assertProblem(bare, 422, 'validation_failed', ['/challenge'])
  })

  test('opens a session of the studio by the same bodies', async ({ client, assert }) => {
    await begin(client)
    const { username } = user
    const first = await studioSession(client, 'POST').json({ username, password })
    assertProblem(first, 401, 'second_factor_required')
    assert.isUndefined(first.header('set-cookie'))
    const { challenge } = first.body()
    const wrong = await studioSession(client, 'POST').json({ challenge, code: app.wrongCode() })
    assertProblem(wrong, 401, 'invalid_code')
    const code = await app.unusedCode()
    const second = await studioSession(client, 'POST').json({ challenge, code })
    second.assertStatus(200)
    assert.match(setCookieOf(second).cookie, /^plaza_studio=/)
    assert.notProperty(second.body(), 'refresh_token')
  })
})

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
