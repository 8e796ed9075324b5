import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { assertProblem } from '#tests/support/problems'

const name = 'authentik'

test.group('Two issuers', (group) => {
  let issuers: OidcIssuer[]

  group.setup(async () => {
    issuers = await Promise.all([OidcIssuer.start(), OidcIssuer.start(name)])
    const [first, ...others] = issuers
    for (const [at, one] of issuers.entries()) {
      one.person = { sub: '1', email: `${at}@example.org`, email_verified: true }
    }
    const undo = first.use([], others)
    return async () => {
      undo()
      await Promise.all(issuers.map((one) => one.stop()))
    }
  })
  group.each.setup(emptyDatabase)

  test('with users of the same id have two users here', async ({ client, assert }) => {
    const { user: one } = await bodyOf(new OidcBrowser().signIn(client))
    const { user: other } = await bodyOf(new OidcBrowser(name).signIn(client))
    assert.notEqual(one.id, other.id)
    const { user: again } = await bodyOf(new OidcBrowser().signIn(client))
    assert.equal(again.id, one.id)
    assert.lengthOf(await db.from('identities'), 2)
  })

  test('take neither the state nor the code of the other', async ({ client, assert }) => {
    const browser = new OidcBrowser()
    const address = await browser.goToIssuer()
    const refused = await browser.open(address.replace('/login/keycloak/', `/login/${name}/`))
    assert.equal(refused.status, 401)

    const code = (await browser.comeBack(address)).searchParams.get('code')!
    const body = { code, code_verifier: browser.verifier }
    assertProblem(await client.post(`/login/${name}`).json(body), 401, 'invalid_challenge')
    await answers(browser.finish(client, code), 200)
  })

  test('are not mixed up: an answer that names the other is refused', async ({ assert }) => {
    const browser = new OidcBrowser()
    const address = new URL(await browser.goToIssuer())
    assert.equal(address.searchParams.get('iss'), issuers[0].url)
    address.searchParams.set('iss', issuers[1].url)
    const refused = await browser.open(address.href)
    assert.equal(refused.status, 502)
    assert.equal(((await refused.json()) as { code: string }).code, 'issuer_failed')
  })
})
