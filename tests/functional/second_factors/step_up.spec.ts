import { test } from '@japa/runner'
import type { ApiClient, ApiRequest } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { ageSignIns, Authenticator } from '#tests/support/authenticator'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { personalToken } from '#tests/support/personal_tokens'
import { people, reason } from '#tests/support/staff'

const token = { name: 'Mine', scopes: ['read'] }
const confirm = (client: ApiClient, bearer: string, body: object) =>
  client.post('/sessions/current/step-up').bearerToken(bearer).json(body)

/** What needs a fresh sign-in: a request, and the answer if it has one. */
const guarded: {
  what: string
  status: number
  ask: (client: ApiClient, on: User) => ApiRequest
}[] = [
  { what: 'a token', status: 201, ask: (client) => client.post('/tokens').json(token) },
  { what: 'the end of a token', status: 404, ask: (client) => client.delete('/tokens/1') },
  { what: 'an app', status: 200, ask: (client) => client.post('/users/me/totp') },
  {
    what: 'its first code',
    status: 409,
    ask: (client) => client.put('/users/me/totp').json({ code: '1' }),
  },
  { what: 'its removal', status: 404, ask: (client) => client.delete('/users/me/totp') },
  {
    what: 'recovery codes',
    status: 409,
    ask: (client) => client.post('/users/me/recovery-codes'),
  },
  {
    what: 'an export',
    status: 201,
    ask: (client, { id }) => client.post(`/admin/users/${id}/exports`).json({ reason }),
  },
  {
    what: 'a token of another',
    status: 409,
    ask: (client, { id }) => client.post(`/admin/users/${id}/tokens`).json(token),
  },
  {
    what: 'an account',
    status: 201,
    ask: (client) => client.post('/admin/users').json({ bot: true }),
  },
  {
    what: 'a role',
    status: 201,
    ask: (client) =>
      client.post('/admin/roles').json({ name: 'watch', rank: 1, permissions: ['reports.handle'] }),
  },
  {
    what: 'an export of one’s own',
    status: 202,
    ask: (client) => client.post('/users/me/exports'),
  },
  {
    what: 'an invite with a role',
    status: 201,
    ask: (client) => client.post('/invites').json({ role: 'editor' }),
  },
  ...[
    { action: 'user.set_role', role: 'editor' },
    { action: 'user.reset_password', password: 'staple these together' },
    { action: 'user.rescue' },
    { action: 'user.erase' },
  ].map((fields) => ({
    what: fields.action,
    status: fields.action === 'user.rescue' ? 409 : 201,
    ask: (client: ApiClient, { id }: User) =>
      client.post('/admin/actions').json({ target_id: id, reason, ...fields }),
  })),
]

test.group('A step-up', (group) => {
  group.each.setup(emptyDatabase)

  test('is asked for by {what}, from 15 minutes after the sign-in on')
    .with(guarded)
    .run(async ({ client, assert }, { status, ask }) => {
      const admin = await UserFactory.merge({ role: 'admin' }).create()
      const [other] = await people('member')
      const { access_token: bearer } = await signIn(client, admin)
      await ageSignIns(admin)
      const refused = await ask(client, other).bearerToken(bearer)
      assertProblem(refused, 401, 'insufficient_user_authentication')
      assert.equal(
        refused.header('www-authenticate'),
        'Bearer realm="plaza", error="insufficient_user_authentication", error_description="A more recent sign-in is needed", max_age="900"'
      )
      await answers(confirm(client, bearer, { password }), 200)
      await answers(ask(client, other).bearerToken(bearer), status)
    })

  test('is not asked for in the first 15 minutes', async ({ client }) => {
    const user = await UserFactory.create()
    const { access_token: bearer } = await signIn(client, user)
    await ageSignIns(user, 14)
    await answers(client.post('/tokens').bearerToken(bearer).json(token), 201)
  })

  test('is not asked for by what gives no rights', async ({ client }) => {
    const [admin, other] = await people('admin', 'member')
    const { access_token: bearer } = await signIn(
      client,
      await UserFactory.merge({ role: 'admin' }).create()
    )
    await ageSignIns(admin)
    const warning = { action: 'user.warn', target_id: other.id, reason }
    await answers(client.post('/admin/actions').bearerToken(bearer).json(warning), 201)
    await answers(client.post('/invites').bearerToken(bearer).json({}), 201)
    await answers(client.get('/tokens').bearerToken(bearer), 200)
    await answers(client.patch('/users/me').bearerToken(bearer).json({ bio: 'New' }), 200)
  })

  test('answers with an access token that tells of it, and wants the right password', async ({
    client,
    assert,
  }) => {
    const user = await UserFactory.create()
    const { access_token: bearer } = await signIn(client, user)
    await ageSignIns(user)
    const wrong = await confirm(client, bearer, { password: 'not the password' })
    assertProblem(wrong, 422, 'validation_failed', ['/password'])
    assertProblem(await confirm(client, bearer, {}), 422, 'validation_failed', ['/password'])
    const right = await answers(confirm(client, bearer, { password }), 200)
    right.assertHeader('cache-control', 'no-store')
    assert.sameMembers(Object.keys(right.body()), ['access_token', 'token_type', 'expires_in'])
    const { auth_time: time, amr } = claimsOf(right.body().access_token)
    assert.closeTo(time, Date.now() / 1000, 60)
    assert.deepEqual(amr, ['pwd'])
    for (const one of [bearer, right.body().access_token]) {
      await answers(client.post('/tokens').bearerToken(one).json(token), 201)
    }
  })

  test('is in the request itself with the password', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const { access_token: bearer } = await signIn(client, user)
    await ageSignIns(user)
    const make = (proof: object) =>
      client
        .post('/tokens')
        .bearerToken(bearer)
        .json({ ...token, ...proof })
    const wrong = await make({ current_password: 'not the password' })
    assertProblem(wrong, 422, 'validation_failed', ['/current_password'])
    await answers(make({ current_password: password }), 201)
    // It counts for that request alone.
    assertProblem(await make({}), 401, 'insufficient_user_authentication')
    assert.lengthOf(await bodyOf(client.get('/tokens').bearerToken(bearer)), 1)
  })

  test('needs a code where a second factor is on', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const app = await Authenticator.setUp(client, user)
    const { access_token: bearer } = await app.signIn(client)
    await ageSignIns(user)
    const bare = await confirm(client, bearer, { password })
    assertProblem(bare, 422, 'validation_failed', ['/code'])
    assert.equal(bare.body().errors[0].rule, 'required')
    const wrong = await confirm(client, bearer, { password, code: app.wrongCode() })
    assertProblem(wrong, 422, 'validation_failed', ['/code'])
    const code = await app.unusedCode()
    const fresh = await bodyOf(confirm(client, bearer, { password, code }))
    assert.deepEqual(claimsOf(fresh.access_token).amr, ['pwd', 'otp', 'mfa'])
    const again = await confirm(client, bearer, { password, code })
    assertProblem(again, 422, 'validation_failed', ['/code'])

    await ageSignIns(user)
    const make = (proof: object) =>
      client
        .post('/tokens')
        .bearerToken(bearer)
        .json({ ...token, current_password: password, ...proof })
    assertProblem(await make({}), 422, 'validation_failed', ['/code'])
    await answers(make({ code: await app.unusedCode() }), 201)
  })

  test('is needed for another password and e-mail where a second factor is on', async ({
    client,
    assert,
  }) => {
    const user = await UserFactory.create()
    const app = await Authenticator.setUp(client, user)
    const { access_token: bearer } = await app.signIn(client)
    await ageSignIns(user)
    const proof = { current_password: password }
    const another = (fields: object) =>
      client
        .put('/users/me/password')
        .bearerToken(bearer)
        .json({ ...proof, new_password: 'staple these together', ...fields })
    const move = () =>
      client
        .patch('/users/me')
        .bearerToken(bearer)
        .json({ ...proof, email: 'new@example.org' })
    for (const ask of [another({}), move()]) {
      assertProblem(await ask, 401, 'insufficient_user_authentication')
    }
    // The password first, so that it can't be skipped.
    const wrong = await another({ current_password: 'not the password' })
    assertProblem(wrong, 422, 'validation_failed', ['/current_password'])
    await answers(confirm(client, bearer, { password, code: await app.unusedCode() }), 200)
    await answers(move(), 200)
    await ageSignIns(user, 14)
    const renewed = await bodyOf(another({}))
    // The new password does not prove the second factor: the sign-in is no fresher.
    const { auth_time: time } = claimsOf(renewed.access_token)
    assert.closeTo(time, Date.now() / 1000 - 14 * 60, 60)
  })

  test('is never made by a personal token', async ({ client }) => {
    const user = await UserFactory.create()
    const { token: personal } = await personalToken(client, user)
    const body = { ...token, current_password: password }
    const response = await client.post('/tokens').bearerToken(personal).json(body)
    assertProblem(response, 403, 'session_needed')
  })
})

const claimsOf = (bearer: string) =>
  JSON.parse(Buffer.from(bearer.split('.')[1], 'base64url').toString())
