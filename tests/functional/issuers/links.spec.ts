import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { Authenticator } from '#tests/support/authenticator'
import { emptyDatabase, row } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'

test.group('An identity with the e-mail of an account', (group) => {
  let issuer: OidcIssuer
  let user: User

  group.setup(async () => {
    issuer = await OidcIssuer.start()
    const undo = issuer.use()
    return async () => {
      undo()
      await issuer.stop()
    }
  })
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    user = await UserFactory.create()
    issuer.person = { sub: 'theirs', email: user.email.toUpperCase(), email_verified: true }
  })

  const link = (client: ApiClient, body: object) => client.post('/login/keycloak/link').json(body)

  /** Signs in at the issuer. @returns the challenge for the owner */
  async function challengeFor(client: ApiClient): Promise<string> {
    const response = await new OidcBrowser().signIn(client)
    assertProblem(response, 409, 'link_required')
    return response.body().challenge
  }

  test('is linked by the password, and signs in from then on', async ({ assert, client }) => {
    const challenge = await challengeFor(client)
    assert.match(challenge, /^[\w-]{43}$/)
    assert.notInclude(JSON.stringify(await db.from('oidc_sign_ins')), challenge)
    assert.lengthOf(await db.from('sessions'), 0)
    const linked = await link(client, { challenge, password })
    linked.assertStatus(200)
    linked.assertHeader('cache-control', 'no-store')
    assert.equal(linked.body().user.id, user.id)
    const { access_token: token } = linked.body()
    const amr = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).amr
    assert.deepEqual(amr, ['pwd', 'fed'])
    const again = await bodyOf(new OidcBrowser().signIn(client))
    assert.equal(again.user.id, user.id)
    // The password stays a way in.
    await answers(client.post('/login').json({ username: user.username, password }), 200)
    assertProblem(await link(client, { challenge, password }), 401, 'invalid_challenge')
  })

  test('is not linked by a wrong password, which counts as a failed login', async ({
    assert,
    client,
    cleanup,
  }) => {
    cleanup(setting('limits.login', { requests: 2, seconds: 60 }))
    const challenge = await challengeFor(client)
    const wrong = { challenge, password: 'not the password' }
    assertProblem(await link(client, wrong), 401, 'invalid_credentials')
    // They count with those under the typed e-mail.
    const login = { username: user.email, password: 'not the password' }
    assertProblem(await client.post('/login').json(login), 401, 'invalid_credentials')
    assertProblem(await link(client, wrong), 429, 'rate_limited')
    assert.lengthOf(await db.from('identities'), 0)
  })

  test('tells its owner by mail of the link, and of its end', async ({
    assert,
    client,
    cleanup,
  }) => {
    const mails = await Mails.begin()
    cleanup(() => mails.end())
    await answers(link(client, { challenge: await challengeFor(client), password }), 200)
    const about = async () => (await mails.sent()).filter(({ kind }) => kind === 'identity')
    const [linked, ...others] = await about()
    assert.isEmpty(others)
    assert.equal(linked.recipient, user.email)
    assert.equal(linked.subject, 'Another way to sign in to your account')
    const { id } = await row('identities', { user_id: user.id })
    const { access_token: token } = await signIn(client, user)
    await answers(client.delete(`/users/me/identities/${id}`).bearerToken(token), 204)
    assert.equal((await about())[0].subject, 'A way to sign in to your account was removed')
  })

  test('of twenty links at once one is made', async ({ assert, client }) => {
    const challenge = await challengeFor(client)
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(link(client, { challenge, password })))
    )
    assert.lengthOf(
      statuses.filter((status) => status === 200),
      1
    )
    assert.lengthOf(await db.from('identities'), 1)
    assert.lengthOf(await db.from('sessions'), 1)
  })

  test('is never linked while the e-mail of the account is not confirmed', async ({
    assert,
    client,
  }) => {
    await db.from('users').update({ email_confirmed_at: null })
    const response = await new OidcBrowser().signIn(client)
    assertProblem(response, 409, 'email_taken')
    assert.isUndefined(response.body().challenge)
    assert.lengthOf(await db.from('identities'), 0)

    await db.from('users').update({ email_confirmed_at: new Date() })
    const challenge = await challengeFor(client)
    await db.from('users').update({ email_confirmed_at: null })
    assertProblem(await link(client, { challenge, password }), 401, 'invalid_challenge')
    assert.lengthOf(await db.from('identities'), 0)
  })

  test('is not linked while the issuer has not verified the e-mail', async ({ client, assert }) => {
    issuer.person!.email_verified = false
    assertProblem(await new OidcBrowser().signIn(client), 403, 'email_not_verified')
    assert.lengthOf(await db.from('identities'), 0)
  })

  test('is not linked once the account has another e-mail', async ({ client, assert }) => {
    const challenge = await challengeFor(client)
    await db.from('users').update({ email: 'another@example.org' })
    assertProblem(await link(client, { challenge, password }), 401, 'invalid_challenge')
    assert.lengthOf(await db.from('identities'), 0)
  })

  test('is linked with SIGNUP=closed too', async ({ client, cleanup }) => {
    cleanup(setting('accounts.signup', 'closed'))
    const challenge = await challengeFor(client)
    await answers(link(client, { challenge, password }), 200)
  })

  test('needs the second factor of the account, to be linked and to sign in', async ({
    assert,
    client,
    cleanup,
  }) => {
    cleanup(setting('limits.secondFactor', { requests: 1000, seconds: 60 }))
    const app = await Authenticator.setUp(client, user)
    const challenge = await challengeFor(client)
    const missing = await link(client, { challenge, password })
    assertProblem(missing, 422, 'validation_failed', ['/code'])
    const wrong = await link(client, { challenge, password, code: app.wrongCode() })
    assertProblem(wrong, 422, 'validation_failed', ['/code'])
    assert.lengthOf(await db.from('identities'), 0)
    const code = await app.unusedCode()
    const linked = await bodyOf(link(client, { challenge, password, code }))
    assert.deepEqual(amrOf(linked), ['pwd', 'fed', 'otp', 'mfa'])

    const sessions = await db.from('sessions')
    const first = await new OidcBrowser().signIn(client)
    assertProblem(first, 401, 'second_factor_required')
    assert.lengthOf(await db.from('sessions'), sessions.length)
    const answer = { challenge: first.body().challenge, code: await app.unusedCode() }
    const second = await bodyOf(client.post('/login/second-factor').json(answer))
    assert.equal(second.user.id, user.id)
    assert.deepEqual(amrOf(second), ['fed', 'otp', 'mfa'])
  })

  test('signs in a silenced user, and no suspended one', async ({ assert, client }) => {
    const [admin] = await people('admin')
    await answers(link(client, { challenge: await challengeFor(client), password }), 200)
    await answers(act(client, admin, 'user.silence', { on: user }), 201)
    const { access_token: token } = await bodyOf(new OidcBrowser().signIn(client))
    const post = client.post('/posts').bearerToken(token).json({ title: 'A', content: 'B' })
    assert.containSubset((await post).body(), { status: 403, code: 'silenced' })
    await answers(act(client, admin, 'user.suspend', { on: user }), 201)
    const refused = await new OidcBrowser().signIn(client)
    refused.assertStatus(403)
    assert.equal(refused.body().code, 'suspended')
    assert.isNull(refused.body().until)
  })

  test('is not linked to a suspended account', async ({ assert, client }) => {
    const [admin] = await people('admin')
    const challenge = await challengeFor(client)
    await answers(act(client, admin, 'user.suspend', { on: user }), 201)
    const refused = await link(client, { challenge, password })
    refused.assertStatus(403)
    assert.equal(refused.body().code, 'suspended')
    assert.lengthOf(await db.from('identities'), 0)
  })
})

const amrOf = ({ access_token: token }: { access_token: string }) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString()).amr
