import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { metricsOf } from '#tests/support/metrics'
import { ServerProcess, type Answer } from '#tests/support/server_process'
import { TcpGate } from '#tests/support/tcp_gate'
import { untilBlocked } from '#tests/support/waiting'

const redisUrl = process.env.REDIS_URL ?? ''

/** Blocks the event loop of its process from one signal to the next, with short pauses. */
const blocker = `
  let timer
  const block = () => { for (const end = Date.now() + 200; Date.now() < end; ); }
  process.on('SIGUSR2', () => {
    timer = timer ? clearInterval(timer) : setInterval(block, 210)
  })`

const isShed = ({ status, headers, body }: Answer) =>
  status === 503 && body.code === 'overloaded' && /^\d+$/.test(headers.get('retry-after') ?? '')

const exempt = ['/health/live', '/health/ready', '/health/ready?verbose', '/metrics']

test.group('A server whose event loop can’t keep up', (group) => {
  let server: ServerProcess

  group.setup(async () => {
    server = await ServerProcess.start(redisUrl, {
      OVERLOAD_LAG: '100ms',
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(blocker)}`,
    })
    return () => server.stop()
  })

  test('refuses early, still answers health checks, and recovers', async ({ assert }) => {
    assert.equal(await server.status('/'), 200)

    server.signal('SIGUSR2')
    await eventually(async () => isShed(await server.get('/')))
    const elsewhere = { Origin: 'https://client.example' }
    const refused = await server.send('POST', '/login', {}, undefined, elsewhere)
    assert.isTrue(isShed(refused))
    assert.equal(refused.body.instance, refused.headers.get('x-request-id'))
    assert.equal(refused.headers.get('content-type'), 'application/problem+json')
    assert.equal(refused.headers.get('access-control-allow-origin'), '*')
    const preflight = await server.send('OPTIONS', '/login', undefined, undefined, {
      ...elsewhere,
      'Access-Control-Request-Method': 'POST',
    })
    assert.equal(preflight.status, 204)
    for (const path of exempt) assert.equal(await server.status(path), 200, path)
    assert.equal((await server.body('/health/ready')).status, 'degraded')

    server.signal('SIGUSR2')
    await eventually(() => server.get('/').then(({ status }) => status === 200))
    await eventually(async () => (await server.body('/health/ready')).status === 'ok')

    const metrics = await metricsOf(server)
    assert.isAtLeast(metrics.value('plaza_requests_shed_total', { reason: 'event_loop' }), 2)
    assert.isAbove(metrics.value('plaza_event_loop_lag_seconds_sum'), 0.2)
    assert.equal(metrics.value('plaza_overloaded', { reason: 'event_loop' }), 0)
    assert.match(server.output, /overload: the event loop can't keep up/)
    assert.match(server.output, /overload: the event loop keeps up again/)
  })
})

test.group('A server with too few connections to PostgreSQL', (group) => {
  group.each.setup(emptyDatabase)

  const start = (env: NodeJS.ProcessEnv) =>
    ServerProcess.start(redisUrl, { DB_POOL_MAX: '2', DB_STATEMENT_TIMEOUT: '1m', ...env })

  /** The first requests compile TypeScript and open connections: that takes longer than some tests let one wait. */
  async function answered(send: () => Promise<Answer>): Promise<Answer> {
    let answer: Answer | undefined
    await eventually(async () => {
      answer = await send()
      return answer.status !== 503
    })
    return answer!
  }

  async function signedIn(server: ServerProcess, { username }: User): Promise<string> {
    const login = () => server.send('POST', '/login', { username, password })
    return (await answered(login)).body.access_token
  }

  /** Votes that wait for a lock of this test, each on its own connection, until `work` is done. */
  async function whileFull(server: ServerProcess, work: () => Promise<void>) {
    const [post, other] = await PostFactory.createMany(2)
    const voters = await UserFactory.createMany(2)
    const tokens = await Promise.all(voters.map((voter) => signedIn(server, voter)))
    const vote = (token: string, { id } = post) =>
      server.send('POST', '/votes', { post_id: id, vote_dir: 1 }, token)
    await Promise.all(tokens.map((token) => answered(() => vote(token, other))))

    let votes: Promise<Answer>[] = []
    await db.transaction(async (client) => {
      // A slow machine takes longer than PostgreSQL lets a transaction wait.
      await client.rawQuery('set local idle_in_transaction_session_timeout = 0')
      await client.from('posts').where({ id: post.id }).forUpdate()
      votes = tokens.map((token) => vote(token))
      await untilBlocked(2)
      await work()
    })
    return (await Promise.all(votes)).map(({ status }) => status)
  }

  test('refuses requests that need one, serves cached reads, and recovers', async ({
    assert,
    cleanup,
  }) => {
    // A request that is not refused early would exceed the timeout of this test.
    const server = await start({ OVERLOAD_POOL_WAIT: '200ms', DB_ACQUIRE_TIMEOUT: '1m' })
    cleanup(() => server.stop())
    const cached = await PostFactory.create()
    const reader = await UserFactory.create()
    const uncached = () => server.get(`/users/${reader.id}/posts?limit=1`)
    const write = () => server.send('POST', '/users', { username: 'ada' })
    // The cache stores nothing until the bus works.
    await eventually(async () => (await server.body('/health/ready')).status === 'ok')
    assert.equal(await server.status(`/posts/${cached.id}`), 200)

    let waiting: Promise<Answer>[] = []
    const votes = await whileFull(server, async () => {
      waiting = Array.from({ length: 5 }, uncached)
      await eventually(async () => isShed(await write()))

      assert.isTrue(isShed(await uncached()))
      assert.equal(await server.status(`/posts/${cached.id}`), 200)
      for (const path of exempt) assert.equal(await server.status(path), 200, path)
      assert.equal((await server.body('/health/ready')).status, 'degraded')

      const metrics = await metricsOf(server)
      assert.equal(metrics.value('plaza_overloaded', { reason: 'pool' }), 1)
      assert.equal(metrics.value('plaza_database_pool_connections', { state: 'used' }), 2)
      assert.equal(metrics.value('plaza_database_pool_connections', { state: 'max' }), 2)
      assert.isAtLeast(metrics.value('plaza_database_pool_waiting'), 5)
    })

    assert.deepEqual(votes, [200, 200])
    for (const answer of await Promise.all(waiting)) {
      assert.isTrue(answer.status === 200 || isShed(answer), answer.text)
    }
    await eventually(async () => (await server.body('/health/ready')).status === 'ok')
    assert.equal((await write()).status, 422)
    const metrics = await metricsOf(server)
    assert.isAtLeast(metrics.value('plaza_database_pool_wait_seconds_count'), 7)
    assert.equal(metrics.value('plaza_database_pool_waiting'), 0)
    assert.notMatch(server.output, /"status":500/)
  })

  test('lets no request wait longer than DB_ACQUIRE_TIMEOUT', async ({ assert, cleanup }) => {
    const server = await start({ OVERLOAD_POOL_WAIT: '1m', DB_ACQUIRE_TIMEOUT: '3s' })
    cleanup(() => server.stop())

    await whileFull(server, async () => {
      const { status, body, headers } = await server.get('/posts?limit=3')
      assert.equal(status, 503)
      assert.equal(body.code, 'unavailable')
      assert.match(headers.get('retry-after')!, /^\d+$/)
    })
  })

  test('lets a request wait as long for a connection that has to be opened', async ({
    assert,
    cleanup,
  }) => {
    const url = process.env.DATABASE_URL!
    const gate = await TcpGate.before(url, { delay: 4000 })
    cleanup(() => gate.close())
    const server = await start({ DATABASE_URL: gate.through(url), DB_ACQUIRE_TIMEOUT: '1m' })
    cleanup(() => server.stop())

    const { status, text } = await server.get('/posts?limit=3')
    assert.equal(status, 200, text)
  })

  test('answers a crowd with 200 or 503, and never with 500', async ({ assert, cleanup }) => {
    const server = await start({ OVERLOAD_POOL_WAIT: '100ms', DB_ACQUIRE_TIMEOUT: '1s' })
    cleanup(() => server.stop())
    const statuses = new Set<number>()
    const ask = async (path: string) => statuses.add(await server.status(path))

    await whileFull(server, async () => {
      for (let round = 0; round < 5; round++) {
        await Promise.all(
          Array.from({ length: 40 }, (_, index) => ask(`/posts?search=${round}-${index}`))
        )
      }
    })

    assert.sameMembers([...statuses], [503])
    await eventually(async () => (await server.status('/posts?search=after')) === 200)
  })
})
