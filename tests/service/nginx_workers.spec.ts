import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { tokenOf } from '#tests/support/accounts'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { Load } from '#tests/support/load'
import { hasNginx, OwnNginx, problemOf } from '#tests/support/own_nginx'
import { untilBlocked } from '#tests/support/waiting'

const crowd = { clients: 6, keepAlive: 4 }

/** Waits until the clients have two hundred more answers. */
async function busy(clients: Load) {
  const enough = clients.answered + 200
  await eventually(() => clients.answered >= enough)
}

test.group('Nginx in front of two workers', (group) => {
  if (!hasNginx) group.tap((one) => one.skip(true, 'there is no nginx on the PATH'))
  let cluster: ClusterProcess
  let nginx: OwnNginx

  const env = { APP_URL: `http://localhost:${process.env.PORT}` }

  group.setup(async () => {
    if (!hasNginx) return
    await emptyDatabase()
    cluster = await ClusterProcess.start(env)
    nginx = await front()
  })
  group.teardown(async () => {
    await nginx?.stop()
    await cluster?.kill()
  })

  const front = (settings = {}) => OwnNginx.start('plain', `127.0.0.1:${cluster.port}`, settings)
  const live = () => `${nginx.url}/health/live`

  /**
   * A vote that waits for a lock on its post until `meanwhile` is over.
   *
   * @returns its answer, and the number of votes
   */
  async function vote(
    { url }: OwnNginx,
    meanwhile: (answer: Promise<Response>) => Promise<unknown>
  ) {
    const [voter, { id }] = [await UserFactory.create(), await PostFactory.create()]
    const headers = {
      'Content-Type': 'application/json',
      'Authorization': `Bearer ${await tokenOf(voter)}`,
    }
    const body = JSON.stringify({ post_id: id, vote_dir: 1 })
    const answer = await db.transaction(async (client) => {
      await client.from('posts').where({ id }).forUpdate()
      const sent = fetch(`${url}/votes`, { method: 'POST', headers, body })
      await untilBlocked()
      await meanwhile(sent)
      return { sent }
    })
    const response = await answer.sent
    return { response, votes: async () => (await row('posts', { id })).upvotes }
  }

  test('loses no request when the workers are reloaded', async ({ assert }) => {
    const clients = new Load(live(), crowd)
    await busy(clients)
    cluster.signal('SIGHUP')
    await cluster.says('reloaded')
    await busy(clients)
    await clients.end()
    assert.isEmpty(clients.lost, await nginx.errors())
  })

  test('loses no read when a worker is killed', async ({ assert }) => {
    const clients = new Load(live(), crowd)
    const [killed, other] = cluster.workers
    await busy(clients)
    process.kill(killed, 'SIGKILL')
    await eventually(() => cluster.workers.length === 2 && !cluster.workers.includes(killed))
    await busy(clients)
    await clients.end()
    assert.isEmpty(clients.lost, await nginx.errors())
    assert.include(cluster.workers, other)
  })

  test('loses no request when it is reloaded itself', async ({ assert }) => {
    // In HTTP, a client with a kept connection must try again when the connection ends.
    const clients = new Load(live(), { clients: 6, keepAlive: 0 })
    await busy(clients)
    for (let time = 0; time < 3; time++) {
      nginx.signal('SIGHUP')
      await busy(clients)
    }
    await clients.end()
    assert.isEmpty(clients.lost, await nginx.errors())
  })

  test('answers running requests before it stops', async ({ assert, cleanup }) => {
    const other = await front()
    cleanup(() => other.stop())
    const { response, votes } = await vote(other, async () => other.signal('SIGQUIT'))
    assert.equal(response.status, 200)
    assert.equal(await votes(), 1)
    assert.equal(await other.exitCode(), 0)
  })

  test('gives up a write that takes too long, and does not repeat it', async ({
    assert,
    cleanup,
  }) => {
    const hasty = await front({ PLAZA_UPSTREAM_TIMEOUT: '2s' })
    cleanup(() => hasty.stop())
    const { response, votes } = await vote(hasty, (answer) => answer)

    const { says, ought } = await problemOf(response, 'gateway_timeout')
    assert.containsSubset(says, ought)
    assert.equal(response.headers.get('retry-after'), '2')
    await eventually(async () => (await votes()) === 1)
    const { upstream } = await hasty.logged(({ path }) => path === '/votes')
    assert.equal(upstream, `127.0.0.1:${cluster.port}`)
  })

  test('answers 429 to an address with too many simultaneous requests', async ({
    assert,
    cleanup,
  }) => {
    const strict = await front({ PLAZA_CONNECTIONS: '1' })
    cleanup(() => strict.stop())
    let refused: Response
    const { response } = await vote(strict, async () => {
      refused = await fetch(`${strict.url}/health/live`)
    })
    const { says, ought } = await problemOf(refused!, 'rate_limited')
    assert.containsSubset(says, ought)
    assert.equal(response.status, 200)
  })

  test('reports that the service is away to reads and writes while no worker runs', async ({
    assert,
  }) => {
    const { id } = await PostFactory.create()
    const read = () => fetch(`${nginx.url}/posts/${id}`)
    assert.equal((await read()).status, 200)
    cluster.signal('SIGTERM')
    await cluster.exitCode()

    const write = fetch(`${nginx.url}/posts`, { method: 'POST', body: '{}' })
    for (const response of [await read(), await write]) {
      const { says, ought } = await problemOf(response, 'bad_gateway')
      assert.containsSubset(says, ought)
      assert.equal(response.headers.get('cache-control'), 'no-store')
    }

    cluster = await ClusterProcess.start(env, cluster.port)
    await eventually(async () => (await read()).status === 200)
  })
})
