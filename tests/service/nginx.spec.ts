import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { problem } from '#exceptions/problem'
import type { ProblemCode } from '#exceptions/problems'
import { signIn } from '#tests/support/accounts'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { hasNginx, OwnNginx, problemOf, staticFiles } from '#tests/support/own_nginx'
import { listener, origin } from '#tests/support/server'
import { studioHeaders } from '#tests/support/studio'
import { send, sendBytes } from '#tests/support/wire'

const json = { 'Content-Type': 'application/json' }
const long = 'x'.repeat(20_000)

/** A body of a given length. */
const bodyOf = (bytes: number) => JSON.stringify({ x: 'x'.repeat(bytes - 8) })

test.group('Nginx in front', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let nginx: OwnNginx
  let files: string

  group.setup(async () => {
    if (!hasNginx) return
    files = await staticFiles()
    nginx = await OwnNginx.start('plain', listener, { PLAZA_STATIC: files })
  })
  group.teardown(async () => {
    await nginx?.stop()
    if (files) await rm(files, { recursive: true })
  })
  group.each.setup(emptyDatabase)

  const ask = (path: string, init?: RequestInit) => fetch(nginx.url + path, init)

  test('answers HEAD like GET', async ({ assert }) => {
    const path = `/posts/${(await PostFactory.create()).id}`
    const [page, head] = [await ask(path), await ask(path, { method: 'HEAD' })]
    assert.equal(head.headers.get('etag'), page.headers.get('etag'))
    assert.equal(await head.text(), '')
  })

  test('caches no answer to a signed-in user', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    const { access_token: token } = await signIn(client, author)
    const headers = { Authorization: `Bearer ${token}` }
    const path = `/posts/${draft.id}`

    assert.equal((await ask(path, { headers })).status, 200)
    assert.equal((await ask(path)).status, 404)
  })

  test('passes on the cookie of the studio, and where a request began', async ({ assert }) => {
    const { username } = await UserFactory.create()
    const studio = (method: string, headers: Record<string, string>, body?: object) =>
      send('/studio/session', {
        method,
        port: Number(new URL(nginx.url).port),
        headers: { ...json, ...studioHeaders, ...headers },
        body: body && JSON.stringify(body),
      })
    const entered = await studio('POST', {}, { username, password })
    assert.equal(entered.status, 200)
    const [Cookie] = entered.headers['set-cookie']![0].split(';')
    const refreshed = await studio('PUT', { Cookie })
    assert.equal(refreshed.status, 200)
    assert.equal(refreshed.json.user.username, username)
    assert.equal((await studio('PUT', { Cookie, 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    assert.equal((await studio('DELETE', { Cookie })).status, 204)
    assert.equal((await studio('PUT', { Cookie })).status, 401)
  })

  test('answers 304 to a tag of the app, and to the weak one of a compressed answer', async ({
    assert,
  }) => {
    const { id } = await PostFactory.merge({ content: 'Long '.repeat(500) }).create()
    for (const encoding of ['identity', 'gzip']) {
      const headers = { 'Accept-Encoding': encoding }
      const first = await ask(`/posts/${id}`, { headers })
      const tag = first.headers.get('etag')!
      assert.equal(tag.startsWith('W/'), encoding === 'gzip', `${encoding}: ${tag}`)
      const asked = { ...headers, 'If-None-Match': tag }
      const response = await ask(`/posts/${id}`, { headers: asked })
      assert.equal(response.status, 304)
      assert.equal(response.headers.get('etag'), tag.replace('W/', ''))
    }
  })

  test('gives each request its own id', async ({ assert }) => {
    const { id } = await PostFactory.create()
    const idOf = async (headers = {}) =>
      (await ask(`/posts/${id}`, { headers })).headers.get('x-request-id')

    assert.notEqual(await idOf(), await idOf())
    assert.equal(await idOf({ 'X-Request-Id': 'mine-1' }), 'mine-1')
    assert.notEqual(await idOf({ 'X-Request-Id': 'not "mine"' }), 'not "mine"')
  })

  test('does not let a client choose its address', async ({ assert }) => {
    const user = await UserFactory.create()
    const body = new URLSearchParams({
      username: user.username,
      password: 'correct horse battery',
    })
    const headers = { 'X-Forwarded-For': '203.0.113.9' }
    assert.equal((await ask('/login', { method: 'POST', body, headers })).status, 200)
    assert.equal((await row('sessions', { user_id: user.id })).address, '127.0.0.1')
  })

  test('does not forward routes of the operator')
    .with(['/metrics', '/health/ready', '/metrics/', '//metrics', '/%6detrics'])
    .run(async ({ assert }, path) => {
      const { says, ought } = await problemOf(await ask(path), 'not_found')
      assert.containsSubset(says, ought)
    })

  test('lets scripts of any origin read {what}')
    .with([
      { what: 'that a body is too long', path: '/login', body: bodyOf(524_289), status: 413 },
      { what: 'that an address is too long', path: `/${long}`, status: 414 },
      { what: 'that headers are too long', path: '/', more: { 'X-Long': long }, status: 431 },
      { what: 'that an address is not readable', path: '/%', status: 400 },
      { what: 'that there is nothing', path: '/metrics', status: 404 },
      { what: 'a feed', path: '/feed.atom', status: 200 },
    ])
    .run(async ({ assert }, { path, body, more, status }) => {
      const headers = { ...json, Origin: 'https://client.example', ...more }
      const response = await ask(path, { method: body ? 'POST' : 'GET', body, headers })
      assert.equal(response.status, status)
      assert.equal(response.headers.get('access-control-allow-origin'), '*')
      assert.include(response.headers.get('access-control-expose-headers')!, 'X-Request-Id')
    })

  test('refuses a body that is too long, with the words of the app', async ({ assert }) => {
    const response = await ask('/login', { method: 'POST', body: bodyOf(524_289), headers: json })
    const { says, ought } = await problemOf(response, 'payload_too_large')
    assert.containsSubset(says, ought)
  })

  test('forwards a body that the app accepts', async ({ assert }) => {
    const longest = { method: 'POST', body: bodyOf(524_288), headers: json }
    assert.equal((await ask('/login', longest)).status, 422)
    const { status } = await fetch(`${origin}/login`, { ...longest, body: bodyOf(524_289) })
    assert.equal(status, 413)
  })

  test('says with the words of the app that {0}')
    .with([
      ['the address is too long', `GET /${long} HTTP/1.1\r\nHost: x`, 'uri_too_long'],
      ['the headers are too long', `GET / HTTP/1.1\r\nHost: x\r\nA: ${long}`, 'headers_too_large'],
      ['the address is not readable', 'GET /% HTTP/1.1\r\nHost: x', 'bad_request'],
      ['there is no host', 'GET / HTTP/1.1', 'bad_request'],
      ['a length is no number', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x', 'bad_request'],
      ['it is no HTTP', 'HELLO', 'bad_request'],
      [
        'it does not echo',
        'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close',
        'method_not_allowed',
      ],
    ] as [string, string, ProblemCode][])
    .run(async ({ assert }, [, head, code]) => {
      const answer = await sendBytes(`${head}\r\n\r\n`, nginx.port)
      const [, status] = /^HTTP\/1.1 (\d+)/.exec(answer)!
      const [, id] = /^x-request-id: (.*)\r$/im.exec(answer)!
      const document = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
      assert.deepEqual(document, problem(code, id))
      assert.equal(Number(status), document.status)
      assert.match(answer, /^content-type: application\/problem\+json\r$/im)
    })

  test('serves the scripts and styles of /docs itself, compressed, for a year', async ({
    assert,
  }) => {
    const page = await ask('/docs')
    assert.include(page.headers.get('content-security-policy'), `script-src 'self'`)
    const links = [...(await page.text()).matchAll(/(?:href|src)="(\/docs\/[^"]+)"/g)]
    assert.lengthOf(links, 4)
    for (const [, link] of links) {
      const file = await ask(link)
      assert.equal(file.headers.get('content-encoding'), 'gzip')
      assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.match(file.headers.get('content-type')!, /^text\/(css|javascript); charset=utf-8$/)
      const [here, there] = [await file.text(), await (await fetch(origin + link)).text()]
      assert.isTrue(here === there, link)
    }
  })

  test("asks the app for missing files, and for methods that files don't support", async ({
    assert,
  }) => {
    const plain = await ask('/docs/plaza.js')
    assert.equal(plain.headers.get('cache-control'), 'public, max-age=300')
    assert.equal((await ask('/docs/plaza.AAAAAAAAAAAA.js')).status, 404)
    const [, link] = /src="(\/docs\/plaza[^"]+)"/.exec(await (await ask('/docs')).text())!
    const posted = await ask(link, { method: 'POST' })
    const { says, ought } = await problemOf(posted, 'method_not_allowed')
    assert.containsSubset(says, ought)
    assert.equal(posted.headers.get('allow'), 'GET, HEAD')
  })

  test('excludes robots from staff routes', async ({ assert }) => {
    const response = await ask('/robots.txt')
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8')
    assert.match(await response.text(), /^User-agent: \*\nDisallow: \/admin\/\n/)
  })

  test('forbids framing, sniffing and referrers', async ({ assert }) => {
    for (const path of ['/posts', '/nowhere', '/robots.txt', '/metrics']) {
      const { headers } = await ask(path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
      assert.equal(headers.get('x-frame-options'), 'DENY', path)
      assert.equal(headers.get('referrer-policy'), 'no-referrer', path)
      const policy = `default-src 'none'; frame-ancestors 'none'`
      assert.equal(headers.get('content-security-policy'), policy, path)
      assert.equal(headers.get('server'), 'nginx', path)
    }
  })

  test('compresses large texts', async ({ assert }) => {
    await PostFactory.merge({
      content: 'A plaza belongs to those who meet on it. '.repeat(50),
    }).create()
    assert.equal((await ask('/posts?limit=7')).headers.get('content-encoding'), 'gzip')
  })

  test('logs the path but no query and no token', async ({ assert }) => {
    const headers = { 'Authorization': 'Bearer hush', 'X-Request-Id': 'logged' }
    await ask('/posts?search=whatisit', { headers })
    const line = await nginx.logged(({ request_id: id }) => id === 'logged')
    assert.containsSubset(line, { method: 'GET', path: '/posts', status: 401 })
    assert.notMatch(JSON.stringify(line), /whatisit|hush/)
  })

  test('logs no e-mail where staff name a user by one: {path}')
    .with([
      { path: '/admin/users/ada@plaza.test', logged: '/admin/users/…' },
      { path: '/admin/users/ada%40plaza.test/sessions', logged: '/admin/users/…/sessions' },
    ])
    .run(async ({ assert }, { path, logged }) => {
      const id = randomUUID()
      await ask(path, { headers: { 'X-Request-Id': id } })
      const line = await nginx.logged((each) => each.request_id === id)
      assert.containsSubset(line, { method: 'GET', path: logged, status: 401 })
      assert.notInclude(JSON.stringify(line), 'plaza.test')
    })

  test('logs no token in an address: {path}')
    .with([
      { path: '/previews/hush-1', logged: '/previews/…' },
      { path: '/previews/hush-2/', logged: '/previews/…/' },
      { path: '//Previews//hush%2D3/more', logged: '//Previews//…/more' },
      { path: '/unknown/plz_hush4/more', logged: '/unknown/…/more' },
      { path: `/unknown/hush-5${'_'.repeat(37)}`, logged: '/unknown/…' },
    ])
    .run(async ({ assert }, { path, logged }) => {
      const id = randomUUID()
      await ask(path, { headers: { 'X-Request-Id': id } })
      const line = await nginx.logged((each) => each.request_id === id)
      assert.containsSubset(line, { method: 'GET', path: logged, status: 404 })
      assert.notInclude(JSON.stringify(line), 'hush')
    })
})

test.group('Nginx without the app', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))

  test('reports that the service is away', async ({ assert, cleanup }) => {
    const nginx = await OwnNginx.start('plain', '127.0.0.1:9', {
      APP_URL: 'https://plaza.test/club/',
    })
    cleanup(() => nginx.stop())
    const headers = { Origin: 'https://client.example' }
    const response = await fetch(`${nginx.url}/posts`, { headers })
    const address = response.clone().json()
    const { says, ought } = await problemOf(response, 'bad_gateway')
    assert.containsSubset(says, ought)
    assert.containsSubset(await address, { type: '/club/problems/bad_gateway' })
    assert.equal(response.headers.get('access-control-allow-origin'), '*')
    assert.equal(response.headers.get('retry-after'), '2')
  })

  test('keeps the token of a preview out of its error log', async ({ assert, cleanup }) => {
    const nginx = await OwnNginx.start('plain', '127.0.0.1:9')
    cleanup(() => nginx.stop())
    for (const path of ['/previews/hush', '/posts?told=1']) await fetch(nginx.url + path)
    const errors = () => readFile(join(nginx.folder, 'error.log'), 'utf8')
    await eventually(async () => (await errors()).includes('told=1'))
    assert.notInclude(await errors(), 'hush')
  })
})
