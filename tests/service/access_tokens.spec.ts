import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import { test } from '@japa/runner'
import type { SigningKey } from '#security/signing_keys'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { emptyDatabase } from '#tests/support/database'
import { assemble, forge, read, type Forgery } from '#tests/support/forged_tokens'

const now = () => Math.floor(Date.now() / 1000)
const key = () => config.get<SigningKey[]>('tokens.signingKeys')[0]
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

const forgeries: { what: string; forgery: () => Forgery }[] = [
  { what: 'for another issuer', forgery: () => ({ claims: { iss: 'https://evil.example' } }) },
  { what: 'without an issuer', forgery: () => ({ claims: { iss: undefined } }) },
  { what: 'for another audience', forgery: () => ({ claims: { aud: 'https://evil.example' } }) },
  { what: 'without an audience', forgery: () => ({ claims: { aud: undefined } }) },
  { what: 'that has expired', forgery: () => ({ claims: { exp: now() - 1 } }) },
  { what: 'that never expires', forgery: () => ({ claims: { exp: undefined } }) },
  { what: 'that lives for a hundred years', forgery: () => ({ claims: { exp: now() + 3e9 } }) },
  { what: 'that expires as a text', forgery: () => ({ claims: { exp: '9999999999' } }) },
  { what: 'that is not valid yet', forgery: () => ({ claims: { nbf: now() + 60 } }) },
  { what: 'without a time of issue', forgery: () => ({ claims: { iat: undefined } }) },
  { what: 'without a session', forgery: () => ({ claims: { sid: undefined } }) },
  { what: 'of an odd session', forgery: () => ({ claims: { sid: '1 or 1=1' } }) },
  { what: 'of session NaN', forgery: () => ({ claims: { sid: 'NaN' } }) },
  { what: 'of a session beyond 64 bits', forgery: () => ({ claims: { sid: '9'.repeat(20) } }) },
  { what: 'without an id', forgery: () => ({ claims: { jti: undefined } }) },
  { what: 'without a user', forgery: () => ({ claims: { sub: undefined } }) },
  { what: 'of another user', forgery: () => ({ claims: { sub: '999999' } }) },
  { what: 'of the type JWT', forgery: () => ({ header: { typ: 'JWT' } }) },
  { what: 'without a type', forgery: () => ({ header: { typ: undefined } }) },
  { what: 'of an unknown key', forgery: () => ({ header: { kid: 'unknown' } }) },
  { what: 'without a key id', forgery: () => ({ header: { kid: undefined } }) },
  { what: 'with a key id of SQL', forgery: () => ({ header: { kid: "' or '1'='1" } }) },
  { what: 'with a key id to inject', forgery: () => ({ header: { kid: '../../dev/null' } }) },
  { what: 'signed with HS512', forgery: () => ({ header: { alg: 'HS512' } }) },
  { what: 'signed with HS384', forgery: () => ({ header: { alg: 'HS384' } }) },
  { what: 'signed with another key', forgery: () => ({ secret: new Uint8Array(32).fill(7) }) },
  { what: 'signed with the key id', forgery: () => ({ secret: Buffer.from(key().id.padEnd(32)) }) },
  {
    what: 'with an unknown critical extension',
    forgery: () => ({ header: { crit: ['b65'], b65: true } }),
  },
]

const assemblies: { what: string; token: (good: string) => string }[] = [
  {
    what: 'with alg none',
    token: (good) => assemble({ ...read(good).header, alg: 'none' }, read(good).payload),
  },
  {
    what: 'with alg None and the old signature',
    token: (good) => {
      const { header, payload, signature } = read(good)
      return assemble({ ...header, alg: 'None' }, payload, signature)
    },
  },
  {
    what: 'with RS256',
    token: (good) => {
      const unsigned = assemble({ ...read(good).header, alg: 'RS256' }, read(good).payload)
      const signature = sign('sha256', Buffer.from(unsigned.slice(0, -1)), privateKey)
      return unsigned + signature.toString('base64url')
    },
  },
  {
    what: 'with RS256 in name and the secret as its key',
    token: (good) => {
      const unsigned = assemble({ ...read(good).header, alg: 'RS256' }, read(good).payload)
      const mac = createHmac('sha256', key().secret).update(unsigned.slice(0, -1))
      return unsigned + mac.digest('base64url')
    },
  },
  {
    what: 'whose payload was changed',
    token: (good) => {
      const { header, payload, signature } = read(good)
      return assemble(header, { ...payload, sub: '1' }, signature)
    },
  },
  { what: 'whose signature was cut', token: (good) => good.slice(0, -2) },
  { what: 'without a signature', token: (good) => good.replace(/[^.]+$/, '') },
  { what: 'of two parts', token: (good) => good.replace(/\.[^.]+$/, '') },
  { what: 'of five parts', token: (good) => `${good}.a.b` },
  { what: 'that holds no JSON', token: (good) => assemble(read(good).header, 'no json', 'AAAA') },
  { what: 'of one word', token: () => 'token' },
  { what: 'of 15 000 characters', token: () => 'x'.repeat(15_000) },
]

test.group('Access tokens', (group) => {
  group.each.setup(emptyDatabase)

  test('are JWTs as in RFC 9068', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const tokens = await signIn(client, me)
    const { header, payload } = read(tokens.access_token)

    assert.deepEqual(header, { alg: 'HS256', typ: 'at+jwt', kid: key().id })
    const { auth_time: signedInAt, iat, exp, jti, ...rest } = payload
    assert.deepEqual(rest, {
      iss: config.get('app.appUrl'),
      aud: config.get('app.appUrl'),
      sub: String(me.id),
      sid: String(sessionOf(tokens)),
      client_id: 'plaza',
      amr: ['pwd'],
    })
    assert.closeTo(signedInAt, now(), 2)
    assert.closeTo(iat, now(), 2)
    assert.equal(exp - iat, 900)
    assert.match(jti, /^[\da-f-]{36}$/)
    const { access_token: next } = await signIn(client, me)
    assert.notEqual(read(next).payload.jti, jti)
  })

  test('a token {what} is refused, on a public read and on a write')
    .with(forgeries)
    .run(async ({ client }, { forgery }) => {
      const me = await UserFactory.create()
      const claim = { userId: me.id, sessionId: sessionOf(await signIn(client, me)) }
      const good = await client.get('/users/me').bearerToken(await forge(claim))
      good.assertStatus(200)

      const token = await forge(claim, forgery())
      for (const request of [client.get('/posts'), client.patch('/users/me').json({})]) {
        const response = await request.bearerToken(token)
        response.assertStatus(401)
        response.assertBodyContains({ code: 'invalid_token' })
      }
    })

  test('a token {what} is refused')
    .with(assemblies)
    .run(async ({ client }, { token }) => {
      const { access_token: good } = await signIn(client, await UserFactory.create())
      const response = await client.get('/users/me').bearerToken(token(good))

      response.assertStatus(401)
      response.assertBodyContains({ code: 'invalid_token' })
    })
})
