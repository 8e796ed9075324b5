import redis from '@adonisjs/redis/services/main'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { cacheDrivers } from '#tests/support/cache_workers'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { garbageTexts, hugeGarbage } from '#tests/support/garbage'
import { sendBytes } from '#tests/support/wire'

const sender = new URL('../support/garbage_sender.ts', import.meta.url).href

/** Bytes on the port that are not a request for Plaza. */
const bytes = [
  '\0'.repeat(1000),
  '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'GET /posts HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x05hello',
  'GET /posts HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n',
  'CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'GET http://[::1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'GET //\\..\\%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  'GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer \xff\r\n\r\n',
  `POST /login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${'f'.repeat(30)}\r\n`,
]

test.group('Input from outside never ends a process:', (group) => {
  let cluster: ClusterProcess
  let workers: number[]

  group.each.setup(emptyDatabase)

  /** Starts a cluster, and notes its workers. */
  async function start(env: NodeJS.ProcessEnv = {}) {
    cluster = await ClusterProcess.start(env)
    workers = cluster.workers
    return () => cluster.kill()
  }

  const readiness = () => fetch(cluster.url('/health/ready')).then((answer) => answer.json())
  const metrics = () => fetch(cluster.url('/metrics')).then((answer) => answer.text())

  test('garbage on the bus of {name}')
    .with(cacheDrivers.filter(({ isMissing }) => !isMissing))
    .run(async ({ assert, cleanup }, driver) => {
      const isRedis = driver.name === 'Redis'
      cleanup(await start(isRedis ? {} : { REDIS_URL: '', PATH: '' }))
      const { id } = await PostFactory.create()
      const huge = isRedis ? hugeGarbage : []
      const sent = [...garbageTexts, ...huge]

      for (let time = 0; time < 20; time++) {
        for (const message of sent) await driver.sendGarbage(message)
        assert.equal((await fetch(cluster.url(`/posts/${id}`))).status, 200)
      }
      if (isRedis) {
        const [channel] = (await redis.pubsub('CHANNELS', 'plaza:*')) as string[]
        await redis
          .connection()
          .ioConnection.publish(channel, Buffer.from([0xff, 0xfe, 0x00, 0x5b]))
      }

      await eventually(async () => ((await readiness()) as { status: string }).status !== 'failed')
      assert.deepEqual(cluster.workers, workers)
      const warnings = cluster.output
        .split('\n')
        .filter((line) => line.includes('unreadable messages on the channel'))
        .map((line) => JSON.parse(line).pid as number)
      assert.isAbove(warnings.length, 0)
      assert.lengthOf(new Set(warnings), warnings.length, 'each process says it once')
    })
    .timeout(60_000)

  test('garbage between the primary and its workers', async ({ assert, cleanup }) => {
    const options = `--import=./bin/typescript.js --import=${sender}`
    cleanup(await start({ NODE_OPTIONS: options }))

    for (let time = 0; time < 5; time++) {
      // A well-formed message may replace a worker's metrics.
      assert.match(await metrics(), /^# HELP plaza_/m)
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    assert.deepEqual(cluster.workers, workers)
    cluster.signal('SIGTERM')
    assert.equal(await cluster.exitCode(), 0)

    const logged = cluster.output.trim().split('\n').map((line) => JSON.parse(line)) // prettier-ignore
    const warnings = logged.filter(({ err }) => err?.message === 'A warning of the sender')
    assert.isAbove(new Set(warnings.map(({ pid }) => pid)).size, 1)
  }).timeout(60_000)

  test('unknown signals, and a flood of SIGHUP', async ({ assert, cleanup }) => {
    cleanup(await start())
    for (const signal of ['SIGCONT', 'SIGWINCH', 'SIGPIPE', 'SIGURG', 'SIGCHLD'] as const) {
      for (const pid of [cluster.pid, ...workers]) process.kill(pid, signal)
    }
    for (const pid of workers) process.kill(pid, 'SIGHUP')
    for (let time = 0; time < 100; time++) {
      cluster.signal('SIGHUP')
      await new Promise(setImmediate)
    }
    await cluster.says('"reloaded"')
    await eventually(() => cluster.workers.length === 2, { within: 30_000 })
    assert.match(await metrics(), /^plaza_workers 2$/m)
    const reloads = cluster.output.split('"reloading"').length - 1
    assert.isAtMost(reloads, 3)
    // Each starts two workers, one after the other.
  }).timeout(120_000)

  test('bytes on the port that are not a request', async ({ assert, cleanup }) => {
    cleanup(await start())
    await Promise.all(bytes.map((each) => sendBytes(each, cluster.port).catch(() => '')))
    for (let time = 0; time < 4; time++) {
      assert.equal((await fetch(cluster.url('/health/live'))).status, 200)
    }
    assert.deepEqual(cluster.workers, workers, cluster.output.slice(-3000))
  }).timeout(120_000)
})
