import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneChallenges } from '#jobs/prune_challenges'
import type User from '#models/user'
import { Authenticator } from '#tests/support/authenticator'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'
import { SoftwarePasskey } from '#tests/support/software_passkey'
import { act, people } from '#tests/support/staff'
import { setCookieOf, studioSession } from '#tests/support/studio'

const options = (client: ApiClient) => bodyOf(client.post('/login/passkey/options'))
const signIn = (client: ApiClient, passkey: object) =>
  client.post('/login/passkey').json({ passkey })

test.group('A sign-in with a passkey', (group) => {
  let user: User
  let passkey: SoftwarePasskey
  let recoveryCodes: string[]

  group.each.setup(emptyDatabase)
  // So small that a worker reserves none of it.
  group.each.setup(() => setting('limits.loginIp', { requests: 99, seconds: 60 }))

  async function begin(client: ApiClient) {
    user = await UserFactory.create()
    const added = await SoftwarePasskey.add(client, user)
    passkey = added.passkey
    recoveryCodes = added.recoveryCodes
  }

  test('needs neither a name nor a password, and its options are stored nowhere', async ({
    client,
    assert,
  }) => {
    await begin(client)
    let asked: any
    const queries = await queriesOf(async () => {
      asked = await options(client)
    })
    // The session of `begin` may still be noted as seen.
    assert.isEmpty(queries.filter((sql) => /challenges|passkeys/.test(sql)))
    assert.containSubset(asked, { userVerification: 'required', rpId: 'localhost' })
    assert.isUndefined(asked.allowCredentials)
    const signedIn = await answers(signIn(client, passkey.get(asked)), 200)
    signedIn.assertHeader('cache-control', 'no-store')
    const { access_token: token, refresh_token: refresh, user: me } = signedIn.body()
    assert.equal(me.id, user.id)
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
    assert.deepEqual(claims.amr, ['pop', 'user', 'mfa'])
    await answers(client.post('/token/refresh').json({ refresh_token: refresh }), 200)
    await answers(client.post('/users/me/recovery-codes').bearerToken(token), 200)
    const used = await row('passkeys', { user_id: user.id })
    assert.equal(used.counter, 1)
    assert.isNotNull(used.last_used_at)
    assert.isNotNull(used.last_used_address)
  })

  test('is refused {how}')
    .with([
      { how: 'on the page of another site', change: { origin: 'https://evil.example' } },
      { how: 'for another domain', change: { rpId: 'evil.example' } },
      { how: 'by a device that does not know its user', change: { flags: 0x01 } },
      { how: 'by the answer to the making of one', change: { type: 'webauthn.create' } },
      { how: 'by a challenge of our own', change: { challenge: 'AAAA' } },
      { how: 'for the handle of another user', change: { userHandle: 'AAAA' } },
      { how: 'without the handle of a user', change: { userHandle: null } },
    ])
    .run(async ({ client, assert }, { change }) => {
      await begin(client)
      const before = await db.from('sessions')
      const answer = passkey.get(await options(client), change)
      if (change.userHandle === null) answer.response.userHandle = null as any
      assertProblem(await signIn(client, answer), 401, 'invalid_passkey')
      assert.lengthOf(await db.from('sessions'), before.length)
      await answers(signIn(client, passkey.get(await options(client))), 200)
    })

  test('is refused with a changed answer, and by a key that is not known', async ({ client }) => {
    await begin(client)
    const answer = passkey.get(await options(client))
    const other = new SoftwarePasskey()
    other.userHandle = passkey.userHandle
    const forged = { ...other.get(await options(client)), id: passkey.id, rawId: passkey.id }
    const longer = {
      ...answer.response,
      signature: `${answer.response.signature.slice(0, -4)}AAAA`,
    }
    for (const one of [forged, other.get(await options(client)), { ...answer, response: longer }]) {
      assertProblem(await signIn(client, one), 401, 'invalid_passkey')
    }
    await answers(signIn(client, answer), 200)
  })

  test('uses a challenge once, by twenty requests at the same time too', async ({
    client,
    assert,
  }) => {
    await begin(client)
    const asked = await options(client)
    const all = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(signIn(client, passkey.get(asked))))
    )
    assert.lengthOf(
      all.filter((status) => status === 200),
      1
    )
    assert.lengthOf(
      all.filter((status) => status === 401),
      19
    )
    await db.from('used_challenges').update({ expires_at: new Date() })
    // That of its making, too.
    assert.equal(await pruneChallenges(), 2)
  })

  test('is refused by a counter that does not rise, as a copy of the key would have', async ({
    client,
  }) => {
    await begin(client)
    await answers(signIn(client, passkey.get(await options(client), { counter: 5 })), 200)
    for (const counter of [5, 4]) {
      const copied = await signIn(client, passkey.get(await options(client), { counter }))
      assertProblem(copied, 401, 'invalid_passkey')
    }
    await answers(signIn(client, passkey.get(await options(client), { counter: 6 })), 200)
  })

  test('counts no counter where the device has none', async ({ client }) => {
    await begin(client)
    for (let time = 0; time < 3; time++) {
      const answer = passkey.get(await options(client), { counter: 0 })
      await answers(signIn(client, answer), 200)
    }
  })

  test('is a second factor beside the password', async ({ client, assert }) => {
    await begin(client)
    const first = await client.post('/login').json({ username: user.username, password })
    assertProblem(first, 401, 'second_factor_required')
    const { challenge, methods } = first.body()
    assert.deepEqual(methods, ['passkey', 'recovery_code'])
    const answer = (proof: object) =>
      client.post('/login/second-factor').json({ challenge, ...proof })
    const stranger = await SoftwarePasskey.add(client, await UserFactory.create())
    const wrong = await answer({ passkey: stranger.passkey.get(await options(client)) })
    assertProblem(wrong, 401, 'invalid_passkey')
    const right = await answers(answer({ passkey: passkey.get(await options(client)) }), 200)
    const claims = JSON.parse(
      Buffer.from(right.body().access_token.split('.')[1], 'base64url').toString()
    )
    assert.deepEqual(claims.amr, ['pwd', 'pop', 'user', 'mfa'])
    const app = await Authenticator.setUp(client, user)
    const second = await client.post('/login').json({ username: user.username, password })
    assert.deepEqual(second.body().methods, ['code', 'passkey', 'recovery_code'])
    await app.signIn(client)
    const last = { challenge: await app.challenge(client), recovery_code: recoveryCodes[0] }
    // The app came later, with new codes.
    assertProblem(await client.post('/login/second-factor').json(last), 401, 'invalid_code')
  })

  test('is told of a suspension, and ends with the account', async ({ client, assert }) => {
    await begin(client)
    const [admin] = await people('admin')
    await answers(act(client, admin, 'user.suspend', { on: user }), 201)
    const refused = await signIn(client, passkey.get(await options(client)))
    refused.assertStatus(403)
    refused.assertBodyContains({ code: 'suspended' })
    await answers(act(client, admin, 'user.erase', { on: user }), 201)
    const gone = await signIn(client, passkey.get(await options(client)))
    assertProblem(gone, 401, 'invalid_passkey')
    assert.isEmpty(await db.from('passkeys'))
  })

  test('opens a session of the studio', async ({ client, assert }) => {
    await begin(client)
    const answer = { passkey: passkey.get(await options(client)) }
    const response = await studioSession(client, 'POST').json(answer)
    response.assertStatus(200)
    assert.match(setCookieOf(response).cookie, /^plaza_studio=/)
    const again = await studioSession(client, 'POST').json(answer)
    assertProblem(again, 401, 'invalid_passkey')
  })

  test('is limited by address where it is refused', async ({ client, cleanup }) => {
    cleanup(setting('limits.loginIp', { requests: 3, seconds: 60 }))
    await begin(client)
    for (let time = 0; time < 5; time++) {
      await answers(signIn(client, passkey.get(await options(client))), 200)
    }
    const used = passkey.get(await options(client), { challenge: 'AAAA' })
    for (let time = 0; time < 3; time++) {
      assertProblem(await signIn(client, used), 401, 'invalid_passkey')
    }
    assertProblem(await signIn(client, used), 429, 'rate_limited')
  })

  test('takes an answer of the right form alone', async ({ client, assert }) => {
    for (const body of [{}, { passkey: 'x' }, { passkey: { id: 'x' } }, { passkey: null }]) {
      const response = await client.post('/login/passkey').json(body)
      response.assertStatus(422)
      assert.equal(response.body().code, 'validation_failed')
    }
  })
})
