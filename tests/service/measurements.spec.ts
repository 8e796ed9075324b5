import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { metricsOf } from '#tests/support/metrics'
import { ServerProcess } from '#tests/support/server_process'

const redisUrl = process.env.REDIS_URL ?? ''

test.group('The metrics of a server:', (group) => {
  let server: ServerProcess

  group.setup(async () => {
    await emptyDatabase()
    server = await ServerProcess.start(redisUrl, { LIMIT_WRITE: '3/1m' })
    return () => server.stop()
  })
  group.each.setup(async () => {
    await emptyDatabase()
    await eventually(async () => (await server.body('/health/ready')).status === 'ok')
  })

  /** How much a series grew during some work. */
  async function growth(work: () => Promise<unknown>, ...series: Parameters<Scrapes>) {
    const before = (await metricsOf(server)).value(...series)
    await work()
    return (await metricsOf(server)).value(...series) - before
  }
  type Scrapes = (name: string, labels?: Record<string, string>) => number

  test('reads through the cache, by their source', async ({ assert }) => {
    const post = await PostFactory.create()
    const read = () => server.get(`/posts/${post.id}`)
    const from = (layer: string) => ['plaza_cache_reads_total', { from: layer }] as const

    assert.equal(await growth(read, ...from('source')), 1)
    // A scrape reads through the cache too.
    assert.isAtLeast(await growth(read, ...from('memory')), 1)
    assert.equal(await growth(read, ...from('source')), 0)
  })

  test('requests that limits allow and refuse, by name', async ({ assert }) => {
    const [one, other] = await UserFactory.createMany(2)
    const token = await server.signIn(one)
    const post = await PostFactory.create()
    const vote = () => server.send('POST', '/votes', { post_id: post.id, vote_dir: 1 }, token)
    const votes = async () => {
      for (let time = 0; time < 5; time++) await vote()
    }
    const labels = (limit: string, outcome: string) =>
      ['plaza_limit_requests_total', { limit, outcome }] as const

    assert.equal(await growth(votes, ...labels('write', 'refused')), 2)
    const fail = () =>
      server.send('POST', '/login', { username: other.username, password: 'wrong' })
    assert.equal(await growth(fail, ...labels('login', 'allowed')), 1)
    for (let time = 0; time < 4; time++) await fail()
    assert.equal(await growth(fail, ...labels('login', 'refused')), 1)
  })

  test('requests with an idempotency key: first, replayed and refused', async ({ assert }) => {
    const token = await server.signIn(await UserFactory.create())
    const post = (title: string) =>
      fetch(`http://127.0.0.1:${server.port}/posts`, {
        method: 'POST',
        headers: {
          'Authorization': `Bearer ${token}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': `key of ${token.slice(-8)}`.replaceAll(' ', '-'),
        },
        body: JSON.stringify({ title, content: 'Text' }),
      })
    const outcome = (name: string) =>
      ['plaza_idempotent_requests_total', { outcome: name }] as const

    assert.equal(await growth(() => post('One'), ...outcome('first')), 1)
    assert.equal(await growth(() => post('One'), ...outcome('replayed')), 1)
    assert.equal(await growth(() => post('Two'), ...outcome('refused')), 1)
  })

  test('the queue of reports', async ({ assert }) => {
    const reporters = await UserFactory.createMany(3)
    await db.table('reports').multiInsert(
      reporters.map(({ id }, hours) => ({
        reporter_id: id,
        target_type: 'user',
        target_id: reporters[0].id,
        subject_id: reporters[0].id,
        reason: 'spam',
        status: hours === 0 ? 'resolved' : 'open',
        closed_at: hours === 0 ? new Date() : null,
        created_at: new Date(Date.now() - (3 - hours) * 3_600_000),
      }))
    )

    const open = async () => (await metricsOf(server)).value('plaza_reports_open')
    await eventually(async () => (await open()) === 2)
    const age = (await metricsOf(server)).value('plaza_reports_oldest_age_seconds')
    assert.approximately(age, 7200, 60)
  })

  test('the wait for connections, and how many there are', async ({ assert }) => {
    const read = () => server.get('/posts?search=never')
    assert.isAbove(await growth(read, 'plaza_database_pool_wait_seconds_count'), 0)
    const metrics = await metricsOf(server)
    const connections = (state: string) =>
      metrics.value('plaza_database_pool_connections', { state })
    assert.equal(connections('max'), 10)
    assert.isAtLeast(connections('used') + connections('free'), 1)
    assert.equal(metrics.value('plaza_database_pool_waiting'), 0)
  })

  test('the event loop, without duplicates', async ({ assert }) => {
    const metrics = await metricsOf(server)
    assert.isAbove(metrics.value('plaza_event_loop_lag_seconds_count'), 0)
    assert.isAtLeast(metrics.value('plaza_event_loop_lag_max_seconds'), 0)
    const busy = metrics.value('plaza_event_loop_utilization')
    assert.isTrue(busy >= 0 && busy <= 1)
    assert.isFalse([...metrics.names].some((name) => name.startsWith('nodejs_eventloop_lag')))
  })

  test('requests without a route, under one name', async ({ assert }) => {
    for (let time = 0; time < 5; time++) await server.get(`/none/${time}?x=${time}`)
    const { text } = await metricsOf(server)
    assert.include(text, 'route="none",status="404"')
    assert.notInclude(text, '/none/')
  })
})
