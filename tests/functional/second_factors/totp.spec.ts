import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import TotpSecret from '#models/totp_secret'
import type User from '#models/user'
import { ageSignIns, Authenticator, totpOf } from '#tests/support/authenticator'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'

test.group('An authenticator app', (group) => {
  let user: User

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    user = await UserFactory.merge({ username: 'ada_1815' }).create()
  })

  test('is set up by a secret, and is on from its first code on', async ({ client, assert }) => {
    const read = () => bodyOf(client.get('/users/me/second-factors').loginAs(user))
    const none = { required: false, totp: null, passkeys: 0, recovery_codes_left: 0 }
    assert.deepEqual(await read(), none)

    const begun = await answers(client.post('/users/me/totp').loginAs(user), 200)
    begun.assertHeader('cache-control', 'no-store')
    const { secret, uri, qr_svg: picture } = begun.body()
    assert.match(secret, /^[A-Z2-7]{32}$/)
    const asked = new URL(uri)
    assert.equal(asked.protocol + asked.host + asked.pathname, 'otpauth:totp/Plaza:ada_1815')
    assert.deepEqual(Object.fromEntries(asked.searchParams), {
      issuer: 'Plaza',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
    assert.match(picture, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    assert.notMatch(picture, /<script|on\w+=|href/i)
    assert.deepEqual(await read(), none)
    const login = { username: user.username, password }
    await answers(client.post('/login').json(login), 200)

    const code = totpOf(secret)
    const on = await answers(client.put('/users/me/totp').loginAs(user).json({ code }), 200)
    on.assertHeader('cache-control', 'no-store')
    const { recovery_codes: codes } = on.body()
    assert.lengthOf(new Set(codes), 10)
    for (const one of codes) assert.match(one, /^[a-km-np-z2-9]{5}(-[a-km-np-z2-9]{5}){4}$/)
    const { totp, ...rest } = await read()
    assert.deepEqual(rest, { required: false, passkeys: 0, recovery_codes_left: 10 })
    assert.closeTo(Date.parse(totp.created_at), Date.now(), 60_000)
    assertProblem(await client.post('/login').json(login), 401, 'second_factor_required')
  })

  test('has a secret that can be read for its user alone, and codes that can’t be read', async ({
    client,
    assert,
  }) => {
    const app = await Authenticator.setUp(client, user)
    const stored = await row('totp_secrets', { user_id: user.id })
    const codes = await db.from('recovery_codes').where('user_id', user.id)
    const all = JSON.stringify([stored, codes])
    for (const one of [app.secret, ...app.recoveryCodes]) assert.notInclude(all, one)

    const other = await UserFactory.create()
    await db.from('totp_secrets').where('user_id', user.id).update({ user_id: other.id })
    const moved = (await TotpSecret.query().where('userId', other.id).first())!
    assert.isFalse(await moved.use(await app.unusedCode()))
  })

  test('is set up once: a second secret replaces one that is not on, and none that is', async ({
    client,
    assert,
  }) => {
    const begin = () => client.post('/users/me/totp').loginAs(user)
    const turnOn = (code: string) => client.put('/users/me/totp').loginAs(user).json({ code })
    assertProblem(await turnOn('123456'), 409, 'conflict')
    const first = await bodyOf(begin())
    const second = await bodyOf(begin())
    assert.notEqual(first.secret, second.secret)
    const old = await turnOn(totpOf(first.secret))
    assertProblem(old, 422, 'validation_failed', ['/code'])
    assert.equal(old.body().errors[0].rule, 'second_factor')
    await answers(turnOn(totpOf(second.secret)), 200)
    assertProblem(await begin(), 409, 'conflict')
    assertProblem(await turnOn(totpOf(second.secret)), 409, 'conflict')
  })

  test('takes a code of another form for a wrong one: {$self}')
    .with([
      '𐀀!!𐀀',
      'éééééé',
      '１２３４５６',
      '12345é',
      '000 00',
      '-00001',
      '1e5000',
      '\u0000\u0000\u00001ab',
    ])
    .run(async ({ client }, code) => {
      await answers(client.post('/users/me/totp').loginAs(user), 200)
      const turnedOn = await client.put('/users/me/totp').loginAs(user).json({ code })
      assertProblem(turnedOn, 422, 'validation_failed', ['/code'])

      const app = await Authenticator.setUp(client, user)
      const challenge = await app.challenge(client)
      const refused = await client.post('/login/second-factor').json({ challenge, code })
      assertProblem(refused, 401, 'invalid_code')
    })

  test('is turned on once by twenty requests at the same time', async ({ client, assert }) => {
    const { secret } = await bodyOf(client.post('/users/me/totp').loginAs(user))
    const code = totpOf(secret)
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        statusOf(client.put('/users/me/totp').loginAs(user).json({ code }))
      )
    )
    assert.lengthOf(
      all.filter((status) => status === 200),
      1
    )
    assert.lengthOf(await db.from('recovery_codes').where('user_id', user.id), 10)
  })

  test('is removed with its recovery codes, and then the password is enough', async ({
    client,
    assert,
  }) => {
    const app = await Authenticator.setUp(client, user)
    const { access_token: token } = await app.signIn(client)
    await answers(client.delete('/users/me/totp').bearerToken(token), 204)
    assertProblem(await client.delete('/users/me/totp').bearerToken(token), 404, 'not_found')
    assert.isEmpty(await db.from('recovery_codes'))
    await answers(client.post('/login').json({ username: user.username, password }), 200)
  })

  test('is neither seen nor changed with a personal token', async ({ client }) => {
    const scopes = ['read', 'posts.publish']
    const { token } = await personalToken(client, user, scopes)
    const asked = [
      client.get('/users/me/second-factors'),
      client.post('/users/me/totp'),
      client.put('/users/me/totp').json({ code: '123456' }),
      client.delete('/users/me/totp'),
      client.post('/users/me/recovery-codes'),
      client.post('/sessions/current/step-up').json({ password }),
    ]
    for (const request of asked) {
      assertProblem(await request.bearerToken(token), 403, 'session_needed')
    }
  })

  test('does not make a session fresh that began by the password alone', async ({
    client,
    assert,
  }) => {
    const login = { username: user.username, password }
    const { access_token: other } = await bodyOf(client.post('/login').json(login))
    await answers(client.post('/users/me/totp').bearerToken(other), 200)
    const app = await Authenticator.setUp(client, user)
    const removal = await client.delete('/users/me/totp').bearerToken(other)
    assertProblem(removal, 401, 'insufficient_user_authentication')
    const proof = { current_password: password, code: await app.unusedCode() }
    await answers(client.delete('/users/me/totp').bearerToken(other).json(proof), 204)
    assert.isEmpty(await db.from('totp_secrets'))
  })

  test('goes with the account', async ({ client, assert }) => {
    const app = await Authenticator.setUp(client, user)
    await app.challenge(client)
    const { access_token: token } = await app.signIn(client)
    await ageSignIns(user)
    const erase = (body: object) => client.delete('/users/me').bearerToken(token).json(body)
    assertProblem(await erase({ password }), 422, 'validation_failed', ['/code'])
    const code = app.wrongCode()
    assertProblem(await erase({ password, code }), 422, 'validation_failed', ['/code'])
    await answers(erase({ password, code: await app.unusedCode() }), 204)
    for (const table of ['totp_secrets', 'recovery_codes', 'login_challenges']) {
      assert.isEmpty(await db.from(table), table)
    }
  })

  test('is told by mail and in the security log, and so is a used recovery code', async ({
    client,
    assert,
    cleanup,
  }) => {
    const mails = await Mails.begin()
    cleanup(() => mails.end())
    const app = await Authenticator.setUp(client, user)
    const { subject, text } = await mails.onlyOne()
    assert.equal(subject, 'A second factor is on')
    assert.include(text!, '@ada_1815')
    const challenge = await app.challenge(client)
    const body = { challenge, recovery_code: app.recoveryCodes[0] }
    const { access_token: token } = await bodyOf(client.post('/login/second-factor').json(body))
    assert.equal((await mails.onlyOne()).subject, 'A recovery code was used')
    await answers(client.post('/users/me/recovery-codes').bearerToken(token), 200)
    assert.equal((await mails.onlyOne()).subject, 'You have new recovery codes')
    await answers(client.delete('/users/me/totp').bearerToken(token), 204)
    assert.equal((await mails.onlyOne()).subject, 'A second factor was removed')
    const log = await bodyOf(client.get('/users/me/security-events').bearerToken(token))
    assert.includeMembers(
      log.map(({ event }: { event: string }) => event),
      ['totp_enabled', 'recovery_code_used', 'recovery_codes_renewed', 'totp_removed']
    )
  })
})
