import { setTimeout as wait } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { ServerProcess, type Answer } from '#tests/support/server_process'
import { untilBlocked } from '#tests/support/waiting'

const isRefused = ({ status, headers }: Answer) => status === 503 && headers.has('retry-after')

/** The connections that have answered a read: a connection that is still opening is not used. */
const connections = async (): Promise<number[]> => {
  const rows = await db
    .from('pg_stat_activity')
    .select('pid')
    .where({ application_name: 'plaza reads' })
    .whereLike('query', '%from posts%')
  return rows.map(({ pid }) => pid)
}

test.group('Reads through the pipeline', (group) => {
  let server: ServerProcess
  /** The PostgreSQL process of its connection. */
  let backend: number

  /** The connections of other servers. */
  let others: number[]

  /** A server that sends each query to PostgreSQL, with a timeout of a second. */
  group.setup(async () => {
    others = await connections()
    server = await ServerProcess.start(process.env.REDIS_URL ?? '', {
      CACHE_LIFETIME: '0',
      DB_STATEMENT_TIMEOUT: '1s',
    })
    return () => server.stop()
  })

  group.each.setup(emptyDatabase)

  group.each.setup(() =>
    eventually(async () => {
      await server.get('/posts')
      const own = await ownConnections()
      backend = own[0]
      return own.length === 1
    })
  )

  const ownConnections = async () => (await connections()).filter((pid) => !others.includes(pid))

  const isMadeAnew = async () => (await ownConnections()).some((pid) => pid !== backend)

  /** Milliseconds of a read that starts when another read is known to wait. */
  /** Whether another request is answered before one that was sent earlier. */
  async function overtakes(earlier: Promise<unknown>) {
    await wait(100)
    const another = server.status('/posts').then((status) => status === 200)
    return Promise.race([another, earlier.then(() => false)])
  }

  const cutOff = () => db.rawQuery('select pg_terminate_backend(?, 5000)', [backend])

  test('give each of many simultaneous requests its own answer', async ({ assert }) => {
    const posts = await PostFactory.createMany(20)
    const asked = Array.from({ length: 200 }, (_, index) => posts[index % posts.length])
    const answers = await Promise.all(asked.map(({ id }) => server.body(`/posts/${id}`)))
    assert.deepEqual(
      answers.map(({ id, title }) => ({ id, title })),
      asked.map(({ id, title }) => ({ id, title }))
    )
    const { query } = await db.from('pg_stat_activity').where({ pid: backend }).firstOrFail()
    assert.match(query, /posts\.title/)
  })

  test('do not wait for an earlier read that is blocked', async ({ assert }) => {
    const post = await PostFactory.create()
    const locked = await db.transaction()
    await locked.rawQuery('lock table comments in access exclusive mode')
    const waiting = server.get(`/posts/${post.id}`)
    await untilBlocked()
    assert.isTrue(await overtakes(waiting))
    await locked.rollback()
    assert.equal((await waiting).status, 200)
  })

  test('continue over the pool and a new pipeline when PostgreSQL closes it', async ({
    assert,
  }) => {
    await cutOff()
    await eventually(() => server.status('/posts').then((status) => status === 200))
    await eventually(async () => {
      assert.equal(await server.status('/posts'), 200)
      return isMadeAnew()
    })
  })

  test('give up the pipeline when PostgreSQL does not answer', async ({ assert, cleanup }) => {
    process.kill(backend, 'SIGSTOP')
    cleanup(() => void process.kill(backend, 'SIGCONT'))
    const start = Date.now()
    const hanging = server.get('/posts')
    assert.isTrue(await overtakes(hanging))
    assert.isTrue(isRefused(await hanging))
    assert.isBelow(Date.now() - start, 3000)
    await eventually(async () => {
      assert.equal(await server.status('/posts'), 200)
      return isMadeAnew()
    })
  })

  test('fail together if their statement can’t be prepared, and prepare it again later', async ({
    assert,
  }) => {
    const locked = await db.transaction()
    await locked.rawQuery('lock table posts in access exclusive mode')
    const waiting = ['/posts?sort=hot', '/posts?sort=hot'].map((path) => server.get(path))
    for (const answer of await Promise.all(waiting)) assert.isTrue(isRefused(answer), answer.text)
    await locked.rollback()
    await eventually(() => server.status('/posts?sort=hot').then((status) => status === 200))
    assert.notMatch(server.output, /"status":500/)
  })
})
