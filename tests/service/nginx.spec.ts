import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import server from '@adonisjs/core/services/server'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { problems, type ProblemCode } from '#support/problem'
import { signIn } from '#tests/support/accounts'
import { emptyDatabase, row } from '#tests/support/database'
import { hasNginx, OwnNginx } from '#tests/support/own_nginx'

const upstream = () => {
  const { port } = server.getNodeServer()!.address() as { port: number }
  return `127.0.0.1:${port}`
}

/** What an answer of Nginx itself must be: the problem document that the app would have given. */
async function problemOf(response: Response, code: ProblemCode) {
  const { status, title } = problems[code]
  const { detail, ...document } = (await response.json()) as Record<string, unknown>
  return {
    detail,
    says: { ...document, status: response.status, type: response.headers.get('content-type') },
    ought: {
      ...{ title, status, code, type: 'application/problem+json' },
      instance: response.headers.get('x-request-id'),
    },
  }
}

test.group('Nginx in front', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let nginx: OwnNginx

  group.setup(async () => {
    if (hasNginx) nginx = await OwnNginx.start('plain', upstream())
  })
  group.teardown(() => nginx?.stop())
  group.each.setup(emptyDatabase)

  const ask = (path: string, init?: RequestInit) => fetch(nginx.url + path, init)
  const cacheStatus = (response: Response) => response.headers.get('x-cache-status')

  test('keeps what anybody may see for a second', async ({ assert }) => {
    const { id } = await PostFactory.create()
    const path = `/posts/${id}`

    assert.deepEqual([cacheStatus(await ask(path)), cacheStatus(await ask(path))], ['MISS', 'HIT'])
    // Nginx counts whole seconds.
    await sleep(2100)
    assert.equal(cacheStatus(await ask(path)), 'EXPIRED')
  })

  test('keeps nothing of who is signed in', async ({ assert, client }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    const { access_token: token } = await signIn(client, author)
    const headers = { Authorization: `Bearer ${token}` }
    const path = `/posts/${draft.id}`

    assert.equal((await ask(path, { headers })).status, 200)
    assert.equal((await ask(path, { headers })).headers.get('x-cache-status'), 'BYPASS')
    assert.equal((await ask(path)).status, 404)
  })

  test('answers 304 from what it keeps', async ({ assert }) => {
    const { id } = await PostFactory.create()
    const tag = (await ask(`/posts/${id}`)).headers.get('etag')!
    const response = await ask(`/posts/${id}`, { headers: { 'If-None-Match': tag } })
    assert.equal(response.status, 304)
  })

  test('gives each request its own id, kept or not', async ({ assert }) => {
    const { id } = await PostFactory.create()
    const idOf = async (headers = {}) =>
      (await ask(`/posts/${id}`, { headers })).headers.get('x-request-id')

    assert.notEqual(await idOf(), await idOf())
    assert.equal(await idOf({ 'X-Request-Id': 'mine-1' }), 'mine-1')
    assert.notEqual(await idOf({ 'X-Request-Id': 'not "mine"' }), 'not "mine"')
  })

  test('lets no client choose its address', async ({ assert }) => {
    const user = await UserFactory.create()
    const body = new URLSearchParams({
      username: user.username,
      password: 'correct horse battery',
    })
    const headers = { 'X-Forwarded-For': '203.0.113.9' }
    assert.equal((await ask('/login', { method: 'POST', body, headers })).status, 200)
    assert.equal((await row('sessions', { user_id: user.id })).address, '127.0.0.1')
  })

  test('keeps what is for the operator to itself')
    .with(['/metrics', '/health/ready', '/metrics/', '//metrics', '/%6detrics'])
    .run(async ({ assert }, path) => {
      const { says, ought } = await problemOf(await ask(path), 'not_found')
      assert.containsSubset(says, ought)
    })

  test('refuses a body that is too long, in the words of the app', async ({ assert }) => {
    const body = JSON.stringify({ title: 'x'.repeat(600_000) })
    const response = await ask('/posts', { method: 'POST', body })
    const { says, ought } = await problemOf(response, 'payload_too_large')
    assert.containsSubset(says, ought)
  })

  test('compresses what is worth it', async ({ assert }) => {
    await PostFactory.merge({
      content: 'A plaza belongs to those who meet on it. '.repeat(50),
    }).create()
    assert.equal((await ask('/posts')).headers.get('content-encoding'), 'gzip')
  })

  test('logs the path but no query and no token', async ({ assert }) => {
    await ask('/posts?search=whatisit', { headers: { Authorization: 'Bearer hush' } })
    await sleep(100)
    const log = await readFile(join(nginx.folder, 'access.log'), 'utf8')
    const last = JSON.parse(log.trim().split('\n').at(-1)!)
    assert.containsSubset(last, { method: 'GET', path: '/posts', status: 401 })
    assert.notMatch(log, /whatisit|hush/)
  })
})

test.group('Nginx with narrow limits', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))

  test('answers 429 to a stranger who tries passwords', async ({ assert, cleanup }) => {
    const nginx = await OwnNginx.start('plain', upstream(), { PLAZA_LOGIN_RATE: '1r/m' })
    cleanup(() => nginx.stop())
    const attempt = () => fetch(`${nginx.url}/login`, { method: 'POST', body: '{}' })

    const answers = await Promise.all(Array.from({ length: 14 }, attempt))

    const refused = answers.filter(({ status }) => status === 429)
    assert.lengthOf(refused, 3)
    const { says, ought } = await problemOf(refused[0], 'rate_limited')
    assert.containsSubset(says, ought)
    assert.equal(refused[0].headers.get('retry-after'), '2')
    assert.equal((await fetch(`${nginx.url}/posts`)).status, 200)
  })
})

test.group('Nginx without its upstream', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))

  test('says that the service is away', async ({ assert, cleanup }) => {
    const nginx = await OwnNginx.start('plain', '127.0.0.1:9')
    cleanup(() => nginx.stop())
    const response = await fetch(`${nginx.url}/posts`)
    const { says, ought } = await problemOf(response, 'bad_gateway')
    assert.containsSubset(says, ought)
    assert.equal(response.headers.get('retry-after'), '2')
  })
})

test.group('Nginx with TLS', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let nginx: OwnNginx

  group.setup(async () => {
    if (hasNginx) nginx = await OwnNginx.start('tls', upstream())
  })
  group.teardown(() => nginx?.stop())

  const curl = (...args: string[]) => promisify(execFile)('curl', ['-sk', ...args])

  test('leads plain HTTP to TLS', async ({ assert }) => {
    const response = await fetch(`${nginx.url}/posts?limit=1`, { redirect: 'manual' })
    assert.equal(response.status, 308)
    assert.equal(response.headers.get('location'), 'https://127.0.0.1/posts?limit=1')
  })

  test('speaks HTTP/2, and asks to be asked by TLS alone', async ({ assert }) => {
    const { stdout } = await curl('-i', '--http2', `${nginx.tls}/posts`)
    assert.match(stdout, /^HTTP\/2 200/)
    assert.match(stdout, /strict-transport-security: max-age=63072000/i)
  })

  test('speaks nothing older than TLS 1.2', async ({ assert }) => {
    await assert.rejects(() => curl('--tls-max', '1.1', `${nginx.tls}/posts`))
  })
})
