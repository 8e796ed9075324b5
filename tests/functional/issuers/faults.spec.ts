import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { clientSecret, OidcIssuer } from '#tests/support/oidc_issuer'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const eve = { sub: 'eve', email: 'eve@example.org', email_verified: true }

/** Of a request that is not answered, in seconds. */
const TIMEOUT_SECONDS = 0.3

test.group('An issuer whose answer can’t be trusted', (group) => {
  let issuer: OidcIssuer

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    issuer = await OidcIssuer.start()
    issuer.person = eve
    const undo = issuer.use()
    return async () => {
      undo()
      await issuer.stop()
    }
  })

  /** What the browser gets when it comes back, and what is left of it. */
  async function comesBack() {
    const browser = new OidcBrowser()
    const response = await browser.open(await browser.goToIssuer())
    const left = await db.from('oidc_sign_ins').where('step', 'code')
    return { status: response.status, body: (await response.json()) as any, left: left.length }
  }

  const refused = { status: 502, left: 0 }
  const code = 'issuer_failed'

  test('signs with a key that is not its own', async ({ assert }) => {
    await issuer.signWithAnotherKey()
    const outcome = await comesBack()
    assert.containSubset(outcome, refused)
    assert.equal(outcome.body.code, code)
    assert.match(outcome.body.detail, /^The sign-in at Keycloak failed\./)
  })

  test('signs with nothing, or with the secret of the client', async ({ assert }) => {
    for (const sign of [
      (claims: JWTPayload) => new UnsecuredJWT(claims).encode(),
      (claims: JWTPayload) =>
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'HS256' })
          .sign(new TextEncoder().encode(clientSecret)),
    ]) {
      issuer.sign = sign
      const outcome = await comesBack()
      assert.containSubset(outcome, refused)
      assert.equal(outcome.body.code, code)
    }
  })

  for (const [title, wrong] of Object.entries({
    'the nonce of another sign-in': { nonce: 'x'.repeat(43) },
    'no nonce': { nonce: undefined },
    'another audience': { aud: 'another client' },
    'another issuer': { iss: 'https://issuer.evil.test' },
    'an end in the past': { exp: Math.floor(Date.now() / 1000) - 3600 },
    'no subject': { sub: undefined },
    'a subject of 256 characters': { sub: 'x'.repeat(256) },
  })) {
    test(`sends ${title}`, async ({ assert }) => {
      issuer.claims = (claims) => ({ ...claims, ...wrong })
      const outcome = await comesBack()
      assert.containSubset(outcome, refused)
      assert.equal(outcome.body.code, code)
    })
  }

  test('says more of another user than of its own', async ({ assert }) => {
    issuer.before = async (ctx) => {
      if (ctx.path !== '/me') return
      answerWith(ctx, 200, { ...eve, sub: 'another' })
    }
    assert.containSubset(await comesBack(), refused)
  })

  test('answers without an end', async ({ assert }) => {
    issuer.before = async (ctx) => {
      if (ctx.path === '/me') answerWith(ctx, 200, { ...eve, filler: 'x'.repeat(2_000_000) })
    }
    const { status } = await comesBack()
    assert.equal(status, 502)
  })

  test('fails', async ({ assert }) => {
    issuer.before = async (ctx) => {
      if (ctx.path === '/token') answerWith(ctx, 500, { error: 'server_error' })
    }
    const outcome = await comesBack()
    assert.containSubset(outcome, { status: 503, left: 0 })
    assert.equal(outcome.body.code, 'issuer_unavailable')
  })

  test('never answers', async ({ assert, cleanup }) => {
    cleanup(setting('oidc.timeoutSeconds', TIMEOUT_SECONDS))
    issuer.before = (ctx) => (ctx.path === '/token' ? new Promise(() => {}) : Promise.resolve())
    const outcome = await comesBack()
    assert.containSubset(outcome, { status: 503, left: 0 })
    assert.equal(outcome.body.code, 'issuer_unavailable')
    assert.match(outcome.body.detail, /^Keycloak does not answer\./)
  })
})

test.group('An issuer that can’t be reached', (group) => {
  group.each.setup(emptyDatabase)
  const begin = new OidcBrowser().query

  /** @param url of the issuer */
  const use = (url: string) => {
    const issuer = { name: 'away', title: 'Away', url, clientId: 'a', clientSecret: 'b', roles: [] }
    const known = setting('oidc.issuers', [issuer])
    const addresses = setting('oidc.redirectUris', [begin.redirect_uri])
    return () => [known, addresses].forEach((undo) => undo())
  }

  test('is a plain error, and stores nothing', async ({ assert, client, cleanup }) => {
    cleanup(use('http://127.0.0.1:9'))
    const response = await client.get('/login/away').qs(begin).redirects(0)
    assertProblem(response, 503, 'issuer_unavailable')
    response.assertHeader('retry-after', '10')
    assert.lengthOf(await db.from('oidc_sign_ins'), 0)
  })

  test('is one within the timeout, and is asked again afterwards', async ({
    assert,
    client,
    cleanup,
  }) => {
    let isSilent = true
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      if (isSilent) return
      const { port } = server.address() as AddressInfo
      const url = `http://127.0.0.1:${port}`
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ issuer: url, authorization_endpoint: `${url}/auth` }))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    cleanup(() => void server.close(() => {}))
    cleanup(() => server.closeAllConnections())
    cleanup(use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
    cleanup(setting('oidc.timeoutSeconds', TIMEOUT_SECONDS))

    const ask = () => client.get('/login/away').qs(begin).redirects(0)
    const responses = await Promise.all(Array.from({ length: 20 }, ask))
    for (const response of responses) assertProblem(response, 503, 'issuer_unavailable')
    assert.isAtMost(asked, 5)
    const before = asked
    isSilent = false
    const [first, second] = [await ask(), await ask()]
    first.assertStatus(302)
    second.assertStatus(302)
    assert.equal(asked, before + 1)
  })

  test('is an error of its own if it names another issuer', async ({ client, cleanup }) => {
    const issuer = await OidcIssuer.start()
    cleanup(() => issuer.stop())
    cleanup(use(issuer.url.replace('127.0.0.1', 'localhost')))
    const response = await client.get('/login/away').qs(begin).redirects(0)
    assertProblem(response, 502, 'issuer_failed')
  })
})

function answerWith(ctx: any, status: number, body: object) {
  ctx.res.writeHead(status, { 'Content-Type': 'application/json' })
  ctx.res.end(JSON.stringify(body))
  ctx.respond = false
}
