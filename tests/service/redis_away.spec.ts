import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { OwnRedis } from '#tests/support/own_redis'
import { ServerProcess } from '#tests/support/server_process'

const isMissing = !process.env.REDIS_URL

const ends = [
  {
    how: 'killed',
    away: (redis: OwnRedis) => redis.kill(),
    back: (redis: OwnRedis) => redis.comeBack(),
  },
  {
    how: 'paused',
    away: async (redis: OwnRedis) => redis.pause(),
    back: async (redis: OwnRedis) => redis.resume(),
  },
]

test.group('While Redis is away', (group) => {
  let redis: OwnRedis
  let [here, there]: ServerProcess[] = []
  let author: User
  let post: Post
  let token: string

  group.tap((one) => one.skip(isMissing, 'there is no redis-server'))
  group.setup(async () => {
    if (isMissing) return () => {}
    redis = await OwnRedis.start()
    const start = () => ServerProcess.start(redis.url)
    ;[here, there] = await Promise.all([start(), start()])
    return async () => {
      await Promise.all([here.stop(), there.stop()])
      await redis.kill()
    }
  })
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    // A worker is live before it is ready.
    await all('ok')
    author = await UserFactory.create()
    post = await PostFactory.merge({ userId: author.id }).create()
    token = await here.signIn(author)
  })

  const readiness = (worker: ServerProcess) =>
    worker.get('/health/ready').then(({ body }) => body.status)
  const all = (status: string) =>
    eventually(
      async () => (await readiness(here)) === status && (await readiness(there)) === status,
      { what: `both are ${status}` }
    )
  const edit = (title: string) => here.send('PATCH', `/posts/${post.id}`, { title }, token)
  const titleOn = (worker: ServerProcess) =>
    worker.get(`/posts/${post.id}`).then(({ body }) => body.title)

  test('{how}: the API works, and serves nothing stale then or later')
    .with(ends)
    .run(async ({ assert }, { away, back }) => {
      await all('ok')
      for (const worker of [here, there]) await titleOn(worker)
      await away(redis)

      const { status } = await edit('While away')
      assert.equal(status, 200)
      assert.equal(await titleOn(here), 'While away')
      await eventually(async () => (await titleOn(there)) === 'While away', { within: 1000 })
      assert.equal(await there.status('/posts'), 200)
      const fresh = await there.signIn(author)
      assert.equal(await there.status('/users/me', fresh), 200)
      await all('degraded')
      assert.equal(await here.status('/health/ready'), 200)

      await edit('Last one away')
      await back(redis)
      await all('ok')
      for (const worker of [here, there]) assert.equal(await titleOn(worker), 'Last one away')
      await edit('Back')
      await eventually(async () => (await titleOn(there)) === 'Back', { within: 1000 })
    })
    .timeout(60_000)

  test('failed logins still count', async ({ assert }) => {
    await redis.kill()
    const body = { username: author.username, password: 'wrong' }
    const statuses = []
    for (let time = 0; time < 6; time++) {
      const { status } = await here.send('POST', '/login', body)
      statuses.push(status)
    }
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429])
    await redis.comeBack()
  })

  test('the log reports it once', async ({ assert }) => {
    await all('ok')
    const told = (text: string) => here.output.split(text).length - 1
    const [before, after] = ['the store is away', 'the store is back'].map(told)
    await redis.kill()
    for (let time = 0; time < 5; time++) await edit(`Edit ${time}`)
    assert.equal(told('the store is away'), before + 1)

    await redis.comeBack()
    await all('ok')
    await edit('Back')
    assert.equal(told('the store is back'), after + 1)
  })

  test('a worker that starts meanwhile serves, and uses Redis when it is back', async ({
    assert,
  }) => {
    await redis.kill()
    const late = await ServerProcess.start(redis.url)
    try {
      assert.equal(await titleOn(late), post.title)
      assert.equal(await readiness(late), 'degraded')
      await redis.comeBack()
      await eventually(async () => (await readiness(late)) === 'ok')
      await eventually(async () => (await readiness(here)) === 'ok')
      await edit('After all')
      await eventually(async () => (await titleOn(late)) === 'After all', { within: 1000 })
    } finally {
      await late.stop()
    }
  })
})
