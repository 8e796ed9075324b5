import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { ageSignIns, Authenticator } from '#tests/support/authenticator'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { ownDomain, SoftwarePasskey } from '#tests/support/software_passkey'

test.group('Passkeys', (group) => {
  let user: User

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    user = await UserFactory.merge({ displayName: 'Ada' }).create()
  })

  const options = (client: ApiClient, of = user) =>
    bodyOf(client.post('/passkeys/options').loginAs(of))
  const add = (client: ApiClient, passkey: object, of = user) =>
    client.post('/passkeys').loginAs(of).json({ passkey, name: 'My phone' })
  const listed = (client: ApiClient) => bodyOf(client.get('/passkeys').loginAs(user))

  test('are made by options that ask for a discoverable one and a known user', async ({
    client,
    assert,
  }) => {
    const asked = await answers(client.post('/passkeys/options').loginAs(user), 200)
    asked.assertHeader('cache-control', 'no-store')
    const { rp, user: whose, authenticatorSelection, attestation, ...rest } = asked.body()
    assert.deepEqual(rp, { id: ownDomain(), name: 'Plaza' })
    assert.containSubset(whose, { name: user.username, displayName: 'Ada' })
    assert.containSubset(authenticatorSelection, {
      residentKey: 'required',
      userVerification: 'required',
    })
    assert.equal(attestation, 'none')
    assert.deepEqual(rest.excludeCredentials, [])
    const other = await options(client)
    assert.notEqual(other.challenge, rest.challenge)
    assert.equal(other.user.id, whose.id)
    assert.notEqual((await options(client, await UserFactory.create())).user.id, whose.id)
  })

  test('are added, listed, renamed and removed', async ({ client, assert }) => {
    const passkey = new SoftwarePasskey()
    const made = await answers(add(client, passkey.create(await options(client))), 201)
    made.assertHeader('cache-control', 'no-store')
    const { id, created_at: at, recovery_codes: codes, ...rest } = made.body()
    assert.equal(made.header('location'), `/passkeys/${id}`)
    assert.closeTo(Date.parse(at), Date.now(), 60_000)
    assert.lengthOf(codes, 10)
    assert.deepEqual(rest, {
      name: 'My phone',
      backed_up: false,
      last_used_at: null,
      last_used_address: null,
    })
    const second = await SoftwarePasskey.add(client, user)
    assert.deepEqual(second.recoveryCodes, [])
    const known = (await options(client)).excludeCredentials
    assert.sameMembers(
      known.map((one: { id: string }) => one.id),
      [passkey.id, second.passkey.id]
    )

    const renamed = client.patch(`/passkeys/${id}`).loginAs(user).json({ name: 'Old phone' })
    assert.containSubset(await bodyOf(renamed), { id, name: 'Old phone' })
    assert.deepEqual(
      (await listed(client)).map(({ name }: { name: string }) => name),
      ['Old phone', 'My phone']
    )
    const factors = await bodyOf(client.get('/users/me/second-factors').loginAs(user))
    assert.deepEqual(factors, { required: false, totp: null, passkeys: 2, recovery_codes_left: 10 })
  })

  test('are not seen, renamed or removed by another user', async ({ client, assert }) => {
    const { id } = await SoftwarePasskey.add(client, user)
    const other = await UserFactory.create()
    assert.isEmpty(await bodyOf(client.get('/passkeys').loginAs(other)))
    const refused = [
      client.patch(`/passkeys/${id}`).json({ name: 'Mine' }),
      client.delete(`/passkeys/${id}`),
    ]
    for (const request of refused) assertProblem(await request.loginAs(other), 404, 'not_found')
    assert.equal((await row('passkeys', { id })).name, 'My phone')
  })

  test('are neither seen nor changed with a personal token', async ({ client }) => {
    const { token } = await personalToken(client, user)
    const asked = [
      client.get('/passkeys'),
      client.post('/passkeys/options'),
      client.post('/passkeys').json({ passkey: {} }),
      client.patch('/passkeys/1').json({ name: 'x' }),
      client.delete('/passkeys/1'),
    ]
    for (const request of asked) {
      assertProblem(await request.bearerToken(token), 403, 'session_needed')
    }
  })

  test('are refused that are made {how}')
    .with([
      { how: 'on the page of another site', change: { origin: 'https://evil.example' } },
      { how: 'for another domain', change: { rpId: 'evil.example' } },
      { how: 'by a device that does not know its user', change: { flags: 0x41 } },
      { how: 'by the answer to a sign-in', change: { type: 'webauthn.get' } },
      { how: 'by a challenge of our own', change: { challenge: 'AAAA' } },
      {
        how: 'with certificates, which would be looked up',
        change: {
          attestation: {
            fmt: 'packed',
            attStmt: { alg: -7, sig: Buffer.alloc(70), x5c: [Buffer.alloc(100)] },
          },
        },
      },
    ])
    .run(async ({ client, assert }, { change }) => {
      const passkey = new SoftwarePasskey()
      const answer = passkey.create(await options(client), change)
      const refused = await add(client, answer)
      assertProblem(refused, 422, 'validation_failed', ['/passkey'])
      assert.equal(refused.body().errors[0].rule, 'passkey')
      assert.isEmpty(await listed(client))
    })

  test('are refused with the challenge of another user, or of a sign-in', async ({ client }) => {
    const passkey = new SoftwarePasskey()
    const other = await UserFactory.create()
    const foreign = await options(client, other)
    const signIn = await bodyOf(client.post('/login/passkey/options'))
    for (const { challenge } of [foreign, signIn]) {
      const answer = passkey.create({ ...(await options(client)), challenge })
      assertProblem(await add(client, answer), 422, 'validation_failed', ['/passkey'])
    }
  })

  test('are added once by twenty requests with one answer', async ({ client, assert }) => {
    const passkey = new SoftwarePasskey()
    const answer = passkey.create(await options(client))
    const all = await Promise.all(Array.from({ length: 20 }, () => statusOf(add(client, answer))))
    assert.lengthOf(
      all.filter((status) => status === 201),
      1
    )
    assert.lengthOf(await listed(client), 1)
    assert.lengthOf(await db.from('recovery_codes'), 10)
  })

  test('belong to one account, and an account has up to twenty', async ({ client }) => {
    const { passkey } = await SoftwarePasskey.add(client, user)
    const other = await UserFactory.create()
    const again = await add(client, passkey.create(await options(client, other)), other)
    assertProblem(again, 409, 'conflict')
    const [first] = await db.from('passkeys')
    delete first.id
    const rows = Array.from({ length: 19 }, (_, index) => ({
      ...first,
      credential_id: `c${index}`,
    }))
    await db.table('passkeys').multiInsert(rows)
    const more = await add(client, new SoftwarePasskey().create(await options(client)))
    assertProblem(more, 409, 'conflict')
  })

  test('are removed after a fresh sign-in alone, and the last factor takes the codes along', async ({
    client,
    assert,
    cleanup,
  }) => {
    const mails = await Mails.begin()
    cleanup(() => mails.end())
    const { id, passkey } = await SoftwarePasskey.add(client, user)
    assert.equal((await mails.onlyOne()).subject, 'A passkey was added')
    const app = await Authenticator.setUp(client, user)
    await mails.sent()
    const { access_token: token } = await app.signIn(client)
    await ageSignIns(user)
    const remove = () => client.delete(`/passkeys/${id}`).bearerToken(token)
    assertProblem(await remove(), 401, 'insufficient_user_authentication')
    const proof = { passkey: passkey.get(await bodyOf(client.post('/login/passkey/options'))) }
    const fresh = client.post('/sessions/current/step-up').bearerToken(token).json(proof)
    const { access_token: newToken } = await bodyOf(fresh)
    const claims = JSON.parse(Buffer.from(newToken.split('.')[1], 'base64url').toString())
    assert.deepEqual(claims.amr, ['pop', 'user', 'mfa'])
    const reused = client.post('/sessions/current/step-up').bearerToken(token).json(proof)
    assertProblem(await reused, 422, 'validation_failed', ['/passkey'])
    await answers(remove(), 204)
    assert.equal((await mails.onlyOne()).subject, 'A passkey was removed')
    assert.lengthOf(await db.from('recovery_codes'), 10)
    await answers(client.delete('/users/me/totp').bearerToken(token), 204)
    assert.isEmpty(await db.from('recovery_codes'))
    await answers(client.post('/login').json({ username: user.username, password }), 200)
    const log = await bodyOf(client.get('/users/me/security-events').bearerToken(token))
    assert.includeMembers(
      log.map(({ event }: { event: string }) => event),
      ['passkey_added', 'passkey_removed']
    )
  })
})
