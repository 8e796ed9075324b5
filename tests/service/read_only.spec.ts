import app from '@adonisjs/core/services/app'
import config from '@adonisjs/core/services/config'
import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import BeginReadOnly from '#actions/system/begin_read_only'
import EndReadOnly from '#actions/system/end_read_only'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { LeaderLock } from '#jobs/leader_lock'
import { Scheduler } from '#jobs/scheduler'
import { sessionOf, signIn } from '#tests/support/accounts'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { queriesOf } from '#tests/support/queries'
import { ServerProcess } from '#tests/support/server_process'

/** Users can sign out at any time. */
const endsSession = [
  'logout.store',
  'personal_tokens.destroy',
  'sessions.destroy',
  'studio.sessions.destroy',
]

const begin = () =>
  new BeginReadOnly().handle({ reason: 'Moving house', retryAfter: 30, setBy: 'ada@pi' })

test.group('Plaza while it is read-only', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('refuses every write, with the reason and Retry-After', async ({ client, assert }) => {
    await begin()
    const writes = Object.values(router.toJSON())
      .flat()
      .filter(({ name, methods }) => !methods.includes('GET') && !endsSession.includes(name!))
    assert.isAbove(writes.length, 15)
    for (const { pattern, methods } of writes) {
      const response = await client.request(pattern.replace(/:\w+/g, '1'), methods[0]).json({})
      assert.equal(response.status(), 503, `${methods[0]} ${pattern}`)
      assert.include(response.body(), {
        code: 'read_only',
        detail: 'Nothing can be written just now: Moving house',
      })
      response.assertHeader('retry-after', '30')
    }
  })

  test('lets users sign out, also of other sessions', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const [mine, other] = [await signIn(client, me), await signIn(client, me)]
    await begin()
    const ended = await client
      .delete(`/sessions/${sessionOf(other)}`)
      .bearerToken(mine.access_token)
    ended.assertStatus(204)
    const out = await client.post('/logout').bearerToken(mine.access_token)
    out.assertStatus(204)
    assert.isEmpty(await db.from('sessions').where('user_id', me.id))
  })

  test('still answers reads, for signed-in users too', async ({ client }) => {
    const post = await PostFactory.with('author').create()
    await begin()
    for (const path of ['/posts', `/posts/${post.id}`, '/sessions', '/users/me']) {
      const response = await client.get(path).loginAs(post.author)
      response.assertStatus(200)
    }
  })

  test('knows its state without a query', async ({ client }) => {
    const user = await UserFactory.create()
    const write = () => client.patch('/users/me').json({}).loginAs(user)
    await write()
    // An invalidation here comes back over the bus, and invalidates a second time.
    await eventually(async () => {
      const queries = await queriesOf(async () => write())
      return queries.every((sql) => !sql.includes('read_only'))
    })
    await begin()
    await eventually(async () => {
      await write()
      return (await queriesOf(() => client.post('/login').json({}))).length === 0
    })
  })

  test('stays ready, and reports its state to monitors', async ({ client }) => {
    const gauge = async () =>
      (await client.get('/metrics')).text().match(/^plaza_read_only (\d)$/m)?.[1]
    // It is left out while the database needs more than half a second.
    const shows = (value: string) => eventually(async () => (await gauge()) === value)
    await shows('0')
    await begin()

    const response = await client.get('/health/ready')
    response.assertStatus(200)
    response.assertBodyContains({ status: 'degraded', checks: [{ name: 'writes' }] })
    await shows('1')
    await new EndReadOnly().handle()
    await shows('0')
  })

  test('lets timed work wait', async ({ assert, cleanup }) => {
    const { connectionString } = config.get<{ connectionString: string }>(
      'database.connections.postgres.connection'
    )
    let runs = 0
    const run = async () => ++runs
    const job = { name: 'count', at: '* * * * * *', isDueAtOnce: true, run }
    const logger = await app.container.make('logger')
    const scheduler = new Scheduler(new LeaderLock(connectionString), [job], logger)
    cleanup(() => scheduler.stop())
    await begin()
    scheduler.start()

    const working = `select 1 from pg_stat_activity
      where application_name = 'plaza jobs' and backend_start < clock_timestamp() - interval '1.5 s'`
    await eventually(async () => (await db.rawQuery(working)).rowCount > 0)
    assert.equal(runs, 0)
    await new EndReadOnly().handle()
    await eventually(() => runs > 0)
  })
})

test.group('plaza system readonly', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('reaches every worker within a second, and those that start later', async ({
    assert,
    cleanup,
  }) => {
    const redisUrl = process.env.REDIS_URL!
    const worker = await ServerProcess.start(redisUrl)
    cleanup(() => worker.stop())
    const login = (server: ServerProcess) => server.send('POST', '/login', {})
    assert.equal((await login(worker)).status, 422)

    await plaza('system readonly on --retry-after 7')
    const isRefused = async () => (await login(worker)).status === 503
    await eventually(isRefused, { within: 1000, what: 'the worker refuses' })
    const later = await ServerProcess.start(redisUrl)
    cleanup(() => later.stop())
    const refusal = await login(later)
    assert.equal(refusal.headers.get('retry-after'), '7')
    assert.equal(refusal.body.code, 'read_only')

    await plaza('system readonly off')
    const isTaken = async () => (await login(worker)).status === 422
    await eventually(isTaken, { within: 1000, what: 'the worker takes writes' })
  }).skip(!process.env.REDIS_URL, 'there is no redis-server on the PATH')

  test('shows who switched it on, why and since when, and so does doctor', async ({ assert }) => {
    const on = "system readonly on --json --reason 'Moving house' --retry-after 90"
    const { code, json } = await plaza(on, { user: 'ada' })
    assert.equal(code, 0)
    const stored = await row('read_only', {})
    assert.include(json.data, { reason: 'Moving house', retry_after: 90, set_by: 'ada@test-host' })
    assert.equal(stored.since.toISOString(), json.data.since)

    assert.match((await plaza('system readonly status')).out, /refused[^]*ada[^]*Moving house/)
    assert.match((await plaza('system doctor')).out, /writes: refused since .* readonly off/)
    assert.isTrue((await plaza('system readonly off --json')).json.data.was_read_only)
    assert.isFalse((await plaza('system readonly off --json')).json.data.was_read_only)
    assert.match((await plaza('system readonly status')).out, /accepted/)
  })

  test('refuses a command that writes: {line}')
    .with([
      { line: 'cache recount' },
      { line: 'seed --yes' },
      { line: 'users create --email a@b.example --username ada --role admin --password-stdin' },
      { line: "users warn @bob --reason 'Too loud' --as @eve" },
    ])
    .run(async ({ assert }, { line }) => {
      await UserFactory.merge({ username: 'bob' }).create()
      if (line.includes('@eve'))
        await UserFactory.merge({ username: 'eve', role: 'admin' }).create()
      await begin()
      const { code, err } = await plaza(line, { input: 'a long walk home' })
      assert.equal(code, 7)
      assert.equal(err, 'error: Nothing can be written just now: Moving house\n')
    })

  test('{line} is refused in one line')
    .with([
      { line: 'system readonly on --retry-after 0' },
      { line: 'system readonly on --retry-after 86401' },
      { line: 'system readonly on --reason x' },
      { line: 'system readonly on --remote http://localhost' },
    ])
    .run(async ({ assert }, { line }) => {
      const { code, err } = await plaza(line, { input: 'a long walk home' })
      assert.equal(code, 2)
      assert.lengthOf(err.trim().split('\n'), 1)
    })
})
