import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiRequest } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { enterStudio, setCookieOf, studioSession } from '#tests/support/studio'

const methods = ['POST', 'PUT', 'DELETE']

/** The headers of other pages and of other programs. */
const strangers: { from: string; headers: Record<string, string> }[] = [
  { from: 'a page of another site', headers: { 'Sec-Fetch-Site': 'cross-site' } },
  { from: 'a page of another subdomain', headers: { 'Sec-Fetch-Site': 'same-site' } },
  { from: 'the address bar', headers: { 'Sec-Fetch-Site': 'none' } },
  { from: 'a program that sends no Sec-Fetch-Site', headers: { 'Sec-Fetch-Site': '' } },
  { from: 'a form of the same origin', headers: { 'X-Plaza-Studio': '' } },
  { from: 'a script with another value', headers: { 'X-Plaza-Studio': 'true' } },
]

/** Changes headers; an empty one is left out. */
function altered(request: ApiRequest, headers: Record<string, string>): ApiRequest {
  for (const [name, value] of Object.entries(headers)) {
    if (value) request.header(name, value)
    else request.request.unset(name)
  }
  return request
}

test.group('/studio/session, from elsewhere', (group) => {
  group.each.setup(emptyDatabase)

  for (const { from, headers } of strangers) {
    test(`refuses ${from}`, async ({ client, assert }) => {
      const { username } = await UserFactory.create()
      const { cookie } = await enterStudio(client, { username })
      for (const method of methods) {
        const request = altered(studioSession(client, method, cookie), headers)
        const response = await request.json(method === 'POST' ? { username, password } : {})
        assertProblem(response, 403, 'not_same_origin')
        assert.isUndefined(response.header('set-cookie'), method)
      }
      assert.lengthOf(await db.from('sessions').where('generation', 1), 1)
    })
  }

  test('lets no other origin send the header or the cookie', async ({ client, assert }) => {
    for (const method of methods) {
      const response = await client
        .options('/studio/session')
        .header('Origin', 'https://client.example')
        .header('Access-Control-Request-Method', method)
        .header('Access-Control-Request-Headers', 'content-type,x-plaza-studio')
      assert.notInclude(response.header('access-control-allow-headers')!.toLowerCase(), 'studio')
      assert.isUndefined(response.header('access-control-allow-credentials'))
    }
  })

  test('says over plain HTTP that TLS is needed, on the host {host}')
    .with([
      { host: 'plaza.example.org' },
      { host: '192.0.2.7:3333' },
      { host: '[2001:db8::7]:3333' },
      { host: 'localhost.example.org' },
      { host: '127.0.0.1.example.org' },
    ])
    .run(async ({ client, assert }, { host }) => {
      for (const method of methods) {
        const response = await studioSession(client, method).header('Host', host).json({})
        assertProblem(response, 403, 'not_same_origin')
        assert.include(response.body().detail, 'needs TLS')
      }
    })

  test('works without TLS on the host {host}')
    .with([
      { host: 'localhost:3333' },
      { host: 'plaza.localhost' },
      { host: '127.0.0.2' },
      { host: '[::1]:3333' },
    ])
    .run(async ({ client }, { host }) => {
      await answers(studioSession(client, 'PUT').header('Host', host), 204)
    })

  test('sends the cookie over TLS alone if APP_URL has TLS', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('app.appUrl', 'https://plaza.example.org'))
    const { username } = await UserFactory.create()
    const request = studioSession(client, 'POST').header('Host', 'plaza.example.org')
    const response = await answers(request.json({ username, password }), 200)
    const { cookie, attributes } = setCookieOf(response)
    assert.match(cookie, /^__Secure-plaza_studio=/)
    assert.include(attributes, 'Secure')
    await answers(studioSession(client, 'PUT', cookie), 200)
    await answers(studioSession(client, 'PUT', cookie.replace('__Secure-', '')), 204)
  })

  test('answers 405 to a read, and names what it takes', async ({ client, assert }) => {
    const refused = await client.get('/studio/session')
    assertProblem(refused, 405, 'method_not_allowed')
    assert.equal(refused.header('allow'), 'POST, PUT, DELETE')
  })
})
