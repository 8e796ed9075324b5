import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import User from '#models/user'
import { pruneChallenges } from '#jobs/prune_challenges'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer, redirectUri } from '#tests/support/oidc_issuer'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const ada = {
  sub: 'id of ada',
  email: 'ada@example.org',
  email_verified: true,
  preferred_username: 'ada_at_work',
  name: 'Ada Lovelace',
}

test.group('A sign-in at an issuer', (group) => {
  let issuer: OidcIssuer
  let browser: OidcBrowser

  group.setup(async () => {
    issuer = await OidcIssuer.start()
    const undo = issuer.use()
    return async () => {
      undo()
      await issuer.stop()
    }
  })
  group.each.setup(emptyDatabase)
  group.each.setup(() => {
    issuer.person = { ...ada }
    browser = new OidcBrowser()
  })

  test('makes an account for a new user, and signs in to it again', async ({ client, assert }) => {
    const signedIn = await browser.signIn(client)
    signedIn.assertStatus(200)
    signedIn.assertHeader('cache-control', 'no-store')
    const { access_token: token, user } = signedIn.body()
    assert.containSubset(user, { email: ada.email, username: ada.preferred_username })
    assert.equal(user.display_name, ada.name)
    assert.containSubset(claimsOf(token), { amr: ['fed'] })
    const row = await User.findOrFail(user.id)
    assert.isFalse(row.hasPassword)
    assert.isNotNull(row.emailConfirmedAt)

    issuer.person = { sub: ada.sub, email: 'new@example.org', email_verified: true }
    const again = await new OidcBrowser().signIn(client)
    again.assertStatus(200)
    assert.equal(again.body().user.id, user.id)
    assert.equal(again.body().user.email, ada.email)
    const mine = await bodyOf(client.get('/users/me/identities').bearerToken(token))
    assert.lengthOf(mine, 1)
    const shown = { issuer: 'keycloak', subject: ada.sub, email: 'new@example.org' }
    assert.containSubset(mine[0], shown)
    assert.equal((await db.from('users').count('* as n'))[0].n, 1)
    const events = await bodyOf(client.get('/users/me/security-events').bearerToken(token))
    assert.sameMembers(
      events.map(({ event }: { event: string }) => event),
      ['identity_linked', 'signed_in', 'signed_in']
    )
  })

  test('leads back with the state of the client, and keeps no secret', async ({ assert }) => {
    const begun = await browser.open(`${issuerPath}?${new URLSearchParams(browser.query)}`)
    assert.equal(begun.status, 302)
    assert.equal(begun.headers.get('cache-control'), 'no-store')
    const [cookie] = begun.headers.getSetCookie()
    assert.match(
      cookie,
      /^plaza_sign_in=[\w-]{43}; Max-Age=600; Path=\/login\/keycloak; HttpOnly; SameSite=Lax$/
    )
    const asked = new URL(begun.headers.get('location')!).searchParams
    assert.equal(asked.get('code_challenge_method'), 'S256')
    assert.equal(asked.get('scope'), 'openid email profile')
    assert.equal(asked.get('redirect_uri'), `${issuerPath}/callback`)
    const rows = JSON.stringify(await db.from('oidc_sign_ins'))
    const secrets = [asked.get('state')!, asked.get('nonce')!, cookie.slice(14, 57)]
    for (const secret of secrets) assert.notInclude(rows, secret)

    const back = await browser.comeBack(await browser.goToIssuer())
    assert.equal(back.origin + back.pathname, redirectUri)
    assert.sameMembers([...back.searchParams.keys()], ['code', 'state'])
    assert.equal(back.searchParams.get('state'), browser.query.state)
    const code = back.searchParams.get('code')!
    assert.notInclude(JSON.stringify(await db.from('oidc_sign_ins')), code)
  })

  test('two tabs of a browser finish both', async ({ assert, client }) => {
    const first = await browser.goToIssuer()
    browser.forgetIssuer()
    const second = await browser.goToIssuer()
    for (const address of [second, first]) {
      const code = (await browser.comeBack(address)).searchParams.get('code')!
      assert.equal(await statusOf(browser.finish(client, code)), 200)
    }
  })

  test('a refusal at the issuer leads back to the client', async ({ assert }) => {
    issuer.person = null
    const back = await browser.comeBack(await browser.goToIssuer())
    assert.equal(back.searchParams.get('error'), 'access_denied')
    assert.equal(back.searchParams.get('state'), browser.query.state)
    assert.isNull(back.searchParams.get('code'))
  })

  for (const [title, uri] of Object.entries({
    'another path': `${redirectUri}/more`,
    'a query more': `${redirectUri}?a=b`,
    'another host': 'https://site.example.evil.test/signed-in',
    'a prefix': 'https://site.example/',
    'no address': 'javascript:alert(1)',
  })) {
    test(`refuses to lead back to an address that is not listed: ${title}`, async ({ client }) => {
      const asked = client.get('/login/keycloak').qs({ ...browser.query, redirect_uri: uri })
      assertProblem(await asked.redirects(0), 422, 'validation_failed', ['/query/redirect_uri'])
    })
  }

  test('refuses a wrong state, an unknown issuer and a missing challenge', async ({ client }) => {
    const address = new URL(await browser.goToIssuer())
    address.searchParams.set('state', 'x'.repeat(43))
    const response = await browser.open(address.href)
    assertRefused(response, 401)
    const query = { ...browser.query }
    assertProblem(await client.get('/login/unknown').qs(query).redirects(0), 404, 'not_found')
    const { code_challenge: challenge, ...less } = query
    const incomplete = await client.get('/login/keycloak').qs(less).redirects(0)
    assertProblem(incomplete, 422, 'validation_failed', ['/query/code_challenge'])
    const short = { ...less, code_challenge: challenge.slice(1) }
    const refused = await client.get('/login/keycloak').qs(short).redirects(0)
    assertProblem(refused, 422, 'validation_failed', ['/query/code_challenge'])
  })

  test('refuses another browser, and lets the right one finish', async ({ assert, client }) => {
    const address = await browser.goToIssuer()
    assertRefused(await new OidcBrowser().open(address), 401)
    const other = new OidcBrowser()
    await other.goToIssuer()
    assertRefused(await other.open(address), 401)
    const code = (await browser.comeBack(address)).searchParams.get('code')!
    assert.equal(await statusOf(browser.finish(client, code)), 200)
    assertRefused(await browser.open(address), 401)
  })

  test('a code works once, with its verifier, at its issuer', async ({ assert, client }) => {
    const code = await browser.code()
    const wrong = { code, code_verifier: new OidcBrowser().verifier }
    assertProblem(await client.post('/login/keycloak').json(wrong), 401, 'invalid_challenge')
    await answers(browser.finish(client, code), 200)
    assertProblem(await browser.finish(client, code), 401, 'invalid_challenge')
    assert.lengthOf(await db.from('oidc_sign_ins'), 0)
  })

  test('of twenty uses of a code at once one signs in', async ({ assert, client }) => {
    const code = await browser.code()
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(browser.finish(client, code)))
    )
    assert.deepEqual(statuses.sort(), [200, ...Array.from({ length: 19 }, () => 401)])
    assert.lengthOf(await db.from('users'), 1)
    assert.lengthOf(await db.from('sessions'), 1)
  })

  test('of twenty first sign-ins of a user at once one makes the account', async ({
    assert,
    client,
  }) => {
    const browsers = Array.from({ length: 20 }, () => new OidcBrowser())
    const codes = await Promise.all(browsers.map((one) => one.code()))
    const statuses = await Promise.all(
      browsers.map((one, index) => statusOf(one.finish(client, codes[index])))
    )
    assert.deepEqual(new Set(statuses), new Set([200]))
    assert.lengthOf(await db.from('users'), 1)
    assert.lengthOf(await db.from('identities'), 1)
  })

  test('what expired is refused, and pruned', async ({ assert, client }) => {
    const address = await browser.goToIssuer()
    await db.from('oidc_sign_ins').update({ expires_at: new Date() })
    assertRefused(await browser.open(address), 401)
    const code = await browser.code()
    await db.from('oidc_sign_ins').update({ expires_at: new Date() })
    assertProblem(await browser.finish(client, code), 401, 'invalid_challenge')
    await pruneChallenges()
    assert.lengthOf(await db.from('oidc_sign_ins'), 0)
  })

  test('needs an e-mail that the issuer has verified', async ({ assert, client }) => {
    for (const email of [
      { email_verified: false },
      { email_verified: undefined },
      { email: undefined },
      { email: 'no e-mail' },
    ]) {
      issuer.person = { ...ada, ...email }
      assertProblem(await new OidcBrowser().signIn(client), 403, 'email_not_verified')
    }
    assert.lengthOf(await db.from('users'), 0)
  })

  test('a name that is taken or breaks our rules gives way to a made one', async ({
    assert,
    client,
  }) => {
    await UserFactory.merge({ username: 'Taken_Name' }).create()
    const names = ['taken_name', 'admin', 'ada@work', '', 'x'.repeat(31)]
    for (const [index, wanted] of names.entries()) {
      const sub = String(index)
      issuer.person = {
        ...ada,
        sub,
        email: `${sub}@example.org`,
        preferred_username: wanted,
        name: '\u200b',
      }
      const { user } = await bodyOf(new OidcBrowser().signIn(client))
      assert.match(user.username, /^user_\w{10}$/)
      assert.isNull(user.display_name)
    }
  })

  test('with SIGNUP=closed only known users sign in', async ({ cleanup, client }) => {
    await answers(browser.signIn(client), 200)
    cleanup(setting('accounts.signup', 'closed'))
    await answers(new OidcBrowser().signIn(client), 200)
    issuer.person = { ...ada, sub: 'another', email: 'another@example.org' }
    assertProblem(await new OidcBrowser().signIn(client), 403, 'signup_closed')
  })

  test('counts what one address begins', async ({ cleanup, client, assert }) => {
    cleanup(setting('limits.oidc', { requests: 2, seconds: 60 }))
    const begin = () => client.get('/login/keycloak').qs(browser.query).redirects(0)
    const statuses = [await statusOf(begin()), await statusOf(begin()), await statusOf(begin())]
    assert.deepEqual(statuses, [302, 302, 429])
  })

  test('counts wrong codes with failed logins of the address', async ({
    cleanup,
    client,
    assert,
  }) => {
    cleanup(setting('limits.loginIp', { requests: 2, seconds: 60 }))
    for (let times = 0; times < 3; times++) await answers(browser.signIn(client), 200)
    const guess = () => statusOf(browser.finish(client, 'x'.repeat(43)))
    assert.deepEqual([await guess(), await guess(), await guess()], [401, 401, 429])
  })
})

const issuerPath = `http://${process.env.HOST}:${process.env.PORT}/login/keycloak`

/** The answer to a browser is a problem too. */
function assertRefused(response: Response, status: number) {
  if (response.status !== status || response.headers.has('location')) {
    throw new Error(`It answers ${response.status}`)
  }
}

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
