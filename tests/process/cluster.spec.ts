import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { findFreePort } from '../../bin/services/processes.js'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { Load } from '#tests/support/load'
import { runPlaza } from '#tests/support/plaza_process'
import { ServerProcess } from '#tests/support/server_process'
import { untilBlocked } from '#tests/support/waiting'
import { send as ask, type Answer } from '#tests/support/wire'

const crowd = { clients: 6, keepAlive: 4 }

/** The kernel may reset a connection that is made in the microseconds before the end. */
const regulars = { clients: 6, keepAlive: 6 }

test.group('A cluster', (group) => {
  let cluster: ClusterProcess

  group.setup(async () => {
    await emptyDatabase()
    cluster = await ClusterProcess.start()
    return () => cluster.kill()
  })

  test('replaces a worker that was killed', async ({ assert }) => {
    const [killed, other] = cluster.workers
    process.kill(killed, 'SIGKILL')

    await eventually(() => cluster.workers.length === 2 && !cluster.workers.includes(killed))
    const metrics = () => fetch(cluster.url('/metrics')).then((response) => response.text())
    await eventually(async () => /^plaza_workers 2$/m.test(await metrics()))
    assert.include(cluster.workers, other)
    assert.notInclude(cluster.workers, killed)
  })

  test('gives a connection that a killed worker had not accepted to another worker', async ({
    assert,
  }) => {
    const [killed] = cluster.workers
    process.kill(killed, 'SIGSTOP')
    const sockets = [connect(cluster.port, '127.0.0.1'), connect(cluster.port, '127.0.0.1')]
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const answers = sockets.map((socket) => {
      socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
      return text(socket)
    })
    // The other worker took one of the two.
    await Promise.race(answers)

    process.kill(killed, 'SIGKILL')

    for (const answer of await Promise.all(answers)) assert.match(answer, /^HTTP\/1\.1 200 /)
    await eventually(() => cluster.workers.length === 2 && !cluster.workers.includes(killed))
  })

  test('answers 503 with Retry-After to clients that wait too long for a worker', async ({
    assert,
    cleanup,
  }) => {
    const metrics = () => ask('/metrics', { port: cluster.port }).then(({ body }) => body)
    await eventually(async () => /^plaza_workers 2$/m.test(await metrics()))
    const { workers } = cluster
    const tell = (signal: NodeJS.Signals) => workers.forEach((pid) => process.kill(pid, signal))
    cleanup(() => tell('SIGCONT'))
    tell('SIGSTOP')
    const answers: Answer[] = []
    // Each worker was free when it stopped, and gets one.
    const asked = Array.from({ length: 5 }, () =>
      ask('/health/live', { port: cluster.port }).then((answer) => answers.push(answer))
    )
    await eventually(() => answers.length === 3)
    for (const { status, headers, json } of answers) {
      assert.deepEqual([status, headers['retry-after'], json.code], [503, '2', 'unavailable'])
    }
    tell('SIGCONT')
    await Promise.all(asked)
    assert.deepEqual(
      answers.map(({ status }) => status),
      [503, 503, 503, 200, 200]
    )
  })

  test('adds up the metrics of its workers', async ({ assert }) => {
    const metrics = () => fetch(cluster.url('/metrics')).then((response) => response.text())
    await eventually(async () => /^plaza_workers 2$/m.test(await metrics()))

    const requests = async () =>
      Number(/duration_seconds_count\{.*health\/live.* (\d+)$/m.exec(await metrics())?.[1] ?? 0)
    const before = await requests()
    const headers = { Connection: 'close' }
    for (let time = 0; time < 10; time++) await fetch(cluster.url('/health/live'), { headers })
    assert.equal(await requests(), before + 10)
  })

  test('replaces all workers on SIGHUP, and loses no request', async ({ assert }) => {
    const before = cluster.workers
    const clients = new Load(cluster.url('/health/live'), crowd)
    await eventually(() => clients.answered > 500)

    cluster.signal('SIGHUP')
    await cluster.says('reloaded')
    const { answered } = clients
    await eventually(() => clients.answered > answered + 500)
    await clients.end()

    assert.isEmpty(clients.lost)
    assert.lengthOf(cluster.workers, 2)
    for (const worker of before) assert.notInclude(cluster.workers, worker)
  })

  test('keeps the metrics of workers that have left', async ({ assert }) => {
    const metrics = await (await fetch(cluster.url('/metrics'))).text()
    const [, requests] = /duration_seconds_count\{.*health\/live.* (\d+)$/m.exec(metrics)!
    assert.isAbove(Number(requests), 1000)
  })

  test('finishes running requests on SIGTERM, and loses none', async ({ assert }) => {
    const [voter, post] = [await UserFactory.create(), await PostFactory.create()]
    const send = (path: string, body: object, token = '') =>
      fetch(cluster.url(path), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Authorization': `Bearer ${token}` },
        body: JSON.stringify(body),
      })
    const login = await send('/login', { username: voter.username, password })
    const { access_token: token } = (await login.json()) as { access_token: string }
    const clients = new Load(cluster.url('/health/live'), regulars)
    await eventually(() => clients.answered > 500)

    let vote: Promise<Response>
    await db.transaction(async (client) => {
      await client.rawQuery('set local idle_in_transaction_session_timeout = 0')
      await client.from('posts').where({ id: post.id }).forUpdate()
      vote = send('/votes', { post_id: post.id, vote_dir: 1 }, token)
      await untilBlocked()
      cluster.signal('SIGTERM')
      await clients.ended()
    })

    assert.equal((await vote!).status, 200)
    assert.equal((await row('posts', { id: post.id })).upvotes, 1)
    assert.isEmpty(clients.lost)
    assert.equal(await cluster.exitCode(), 0)
  })
})

test.group('A single server', () => {
  test('loses no request on SIGTERM', async ({ assert }) => {
    const server = await ServerProcess.start(process.env.REDIS_URL ?? '')
    const clients = new Load(`http://127.0.0.1:${server.port}/health/live`, regulars)
    await eventually(() => clients.answered > 500)

    await Promise.all([server.stop(), clients.ended()])

    assert.isEmpty(clients.lost)
  })
})

test.group('A cluster in trouble', () => {
  test('exits with a message if its workers crash before they are ready', async ({ assert }) => {
    const script = 'import cluster from "node:cluster"; if (cluster.isWorker) process.exit(3)'
    const crash = `data:text/javascript,${encodeURIComponent(script)}`
    const env = { NODE_OPTIONS: `--import=${crash}` }
    const cluster = ClusterProcess.spawn(await findFreePort(), env)

    assert.equal(await cluster.exitCode(), 1)
    assert.match(cluster.output, /^Plaza ends: its workers crash [^\n]*\n$/m)
  })

  test('names all wrong settings before it starts anything', async ({ assert }) => {
    const cluster = ClusterProcess.spawn(await findFreePort(), {
      DATABASE_URL: 'mysql://x',
      CORS_ORIGINS: 'example.com',
      JWT_KEYS: 'no key',
      TRUSTED_PROXIES: 'nginx',
      LIMIT_WRITE: 'many',
    })

    assert.equal(await cluster.exitCode(), 1)
    const [heading, ...lines] = cluster.output.trim().split('\n')
    assert.equal(heading, 'Plaza does not start:')
    assert.deepEqual(
      lines.map((line) => line.trim().split(' ')[0]),
      ['JWT_KEYS', 'DATABASE_URL', 'CORS_ORIGINS', 'TRUSTED_PROXIES', 'LIMIT_WRITE']
    )
  })

  test('refuses {what}, in one line that says what to do')
    .with([
      {
        what: 'a database that is not there',
        make: async (name: string) => void name,
        says: /^Plaza does not start: DATABASE_URL: there is no database plaza_\w+: createdb/,
      },
      {
        what: 'a database that does not know every script',
        make: (name: string) =>
          db.rawQuery(
            `create database ${name} encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0`
          ),
        says: /^Plaza does not start: The database plaza_\w+ is SQL_ASCII, and Plaza needs UTF8: /,
      },
    ])
    .run(async ({ assert, cleanup }, { make, says }) => {
      const name = `plaza_${randomBytes(6).toString('hex')}`
      await make(name)
      cleanup(async () => void (await db.rawQuery(`drop database if exists ${name}`)))
      const url = new URL(process.env.DATABASE_URL!)
      url.pathname = name
      const cluster = ClusterProcess.spawn(await findFreePort(), { DATABASE_URL: url.href })

      assert.equal(await cluster.exitCode(), 1)
      assert.match(cluster.output, says)
      assert.lengthOf(cluster.output.trim().split('\n'), 1)
    })

  test('logs once that the database is not migrated, and is not ready until it is', async ({
    assert,
    cleanup,
  }) => {
    const name = `plaza_${randomBytes(6).toString('hex')}`
    await db.rawQuery(`create database ${name}`)
    const url = new URL(process.env.DATABASE_URL!)
    url.pathname = name
    const env = { DATABASE_URL: url.href, WEB_CONCURRENCY: '1' }
    const cluster = await ClusterProcess.start(env)
    cleanup(async () => {
      await cluster.kill()
      await db.rawQuery(`drop database ${name} with (force)`)
    })
    const ready = () => fetch(cluster.url('/health/ready'))
    const advice = /migrations have not run: plaza db migrate/

    assert.match(cluster.output, advice)
    // Before that, a busy machine may not have looked yet.
    await eventually(async () => {
      const answer = await ready()
      assert.equal(answer.status, 503)
      return advice.test(await answer.text())
    })
    const { code, err } = await runPlaza('db migrate', env)
    assert.equal(code, 0, err)
    await eventually(async () => (await ready()).status === 200)
  })

  test('reports a taken port, and starts no worker', async ({ assert, cleanup }) => {
    const squatter = createServer().listen(0, '127.0.0.1')
    cleanup(() => void squatter.close())
    await once(squatter, 'listening')
    const { port } = squatter.address() as AddressInfo
    const cluster = ClusterProcess.spawn(port)

    assert.equal(await cluster.exitCode(), 1)
    assert.equal(cluster.output, taken(port))
  })

  test('keeps its workers if the new ones of a reload do not start', async ({
    assert,
    cleanup,
  }) => {
    const directory = await mkdtemp(join(tmpdir(), 'plaza-env-'))
    const setKeys = (keys: string) => writeFile(join(directory, '.env'), `JWT_KEYS=${keys}\n`)
    await setKeys(process.env.JWT_KEYS!)
    const env = { ENV_PATH: directory, JWT_KEYS: undefined, WEB_CONCURRENCY: '1' }
    const cluster = await ClusterProcess.start(env)
    cleanup(async () => {
      await cluster.kill()
      await rm(directory, { recursive: true })
    })
    const before = cluster.workers

    await setKeys('no key')
    cluster.signal('SIGHUP')
    await cluster.says('the new worker does not start')

    // The new one has said so before it ends.
    await eventually(() => cluster.workers.join() === before.join())
    assert.equal((await fetch(cluster.url('/health/live'))).status, 200)
  })

  test('exits at once on a second SIGTERM', async ({ assert, cleanup }) => {
    const cluster = await ClusterProcess.start({ WEB_CONCURRENCY: '1' })
    cleanup(() => cluster.kill())
    const endless = connect(cluster.port, '127.0.0.1').on('error', () => {})
    endless.write(`${login.join('\r\n')}\r\n\r\n`)
    // One worker handles one after the other, so one is running by then.
    await fetch(cluster.url('/health/live'))

    cluster.signal('SIGTERM')
    await cluster.says('stopping')
    // An earlier signal counts as the same Ctrl-C.
    await sleep(300)
    assert.lengthOf(cluster.workers, 1)
    cluster.signal('SIGTERM')

    assert.equal(await cluster.exitCode(), 1)
    endless.destroy()
  })
})

/** The head of a request whose body never arrives. */
const login = [
  'POST /login HTTP/1.1',
  'Host: plaza',
  'Content-Type: application/json',
  'Content-Length: 9',
]

const taken = (port: number) =>
  `Plaza does not start: port ${port} is taken: stop what listens there, or set PORT\n`
