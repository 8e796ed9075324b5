import { randomUUID } from 'node:crypto'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PgBoss } from 'pg-boss'
import BeginReadOnly from '#actions/system/begin_read_only'
import EndReadOnly from '#actions/system/end_read_only'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { readOnly } from '#queries/system/read_only'
import { handler, type Handler } from '#queue/handler'
import { batchQueue, deletions, queues } from '#queue/queues'
import { handlers } from '#jobs/handlers'
import { answers } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { openJobs, runJobs, startConsumer } from '#tests/support/jobs'

const { connectionString } = config.get<{ connectionString: string }>(
  'database.connections.postgres.connection'
)
const send = (id: number) => deletions.send({ type: 'user', id }, { client: db.connection() })
const jobOf = (id: string) => row('jobs.job', { id })

/** What pg-boss itself knows of the queue. */
async function withBoss<T>(use: (boss: PgBoss) => Promise<T>): Promise<T> {
  const boss = new PgBoss({
    connectionString,
    schema: 'jobs',
    migrate: false,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  return use(boss).finally(() => boss.stop())
}

test.group('The queue', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('has the tables of the pg-boss that is installed, a row for each queue, and a handler', async ({
    assert,
  }) => {
    // It refuses to start on other tables.
    const rows = await withBoss((boss) => boss.getQueues())
    const names = queues.map(({ name }) => name)
    assert.sameMembers(
      rows.map(({ name }) => name),
      names
    )
    assert.isTrue(rows.every(({ policy, notify }) => policy === 'exclusive' && notify))
    assert.sameMembers(
      handlers.map(({ queue }) => queue.name),
      names
    )
  })

  test('takes the job that pg-boss itself would send', async ({ assert }) => {
    const id = (await send(1))!
    const { options } = deletions
    const theirs = await withBoss((boss) =>
      boss.send(
        'deletions',
        { type: 'user', id: 1 },
        {
          singletonKey: 'user:2',
          retryLimit: options.maxRetries,
          retryDelay: options.retryDelaySeconds,
          retryBackoff: true,
          retryDelayMax: options.maxRetryDelaySeconds,
          expireInSeconds: options.timeoutSeconds,
          deleteAfterSeconds: options.keepDays * 86_400,
          retentionSeconds: 315_360_000,
          heartbeatSeconds: 10,
        }
      )
    )
    const comparable = async (job: string) => {
      const stored = await jobOf(job)
      const { created_on: at, start_after: due, keep_until: until } = stored
      const ofItsOwn = { id: '', singleton_key: '', created_on: '', keep_until: until - at }
      return { ...stored, ...ofItsOwn, start_after: due - at }
    }
    assert.deepEqual(await comparable(id), await comparable(theirs!))
  })

  test('takes a job with the transaction of its cause alone', async ({ assert }) => {
    const cause = (fails: boolean) =>
      db.transaction(async (client) => {
        await deletions.send({ type: 'user', id: 1 }, { client })
        if (fails) throw new Error('No')
      })
    await cause(true).catch(() => {})
    assert.isEmpty(await openJobs())
    await cause(false)
    assert.lengthOf(await openJobs(), 1)
  })

  test('takes the same job once, from two senders at a time too', async ({ assert }) => {
    const ids = await Promise.all([send(1), send(1), send(2)])
    assert.lengthOf(
      ids.filter((id) => id !== null),
      2
    )
    assert.lengthOf(await openJobs(), 2)
  })

  test('holds the job of an erasure as soon as that is answered', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const post = await PostFactory.merge({ userId: me.id }).create()
    await answers(client.delete(`/posts/${post.id}?purge=true`).loginAs(me), 204)
    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    const keys = (await openJobs()).map(({ singleton_key: key }) => key)
    assert.deepEqual(keys, [`post:${post.id}`, `user:${me.id}`])
  })
})

test.group('A job', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  const running = async (handle: Handler, options = {}) => {
    const lines: any[] = []
    const log = (level: string) => (fields: any, message: string) =>
      void lines.push({ level, fields, message })
    const logger = { info: log('info'), warn: log('warn'), error: log('error') } as any
    const consumer = await startConsumer({
      handlers: [handler(deletions, handle)],
      logger,
      ...options,
    })
    return { consumer, lines, stop: () => consumer.stop() }
  }

  test('runs within a second of being sent', async ({ assert, cleanup }) => {
    let ranAt = 0
    const { lines, stop } = await running(async () => void (ranAt = performance.now()))
    cleanup(stop)
    await eventually(() => lines.some(({ fields }) => /runs jobs/.test(fields)))
    const sentAt = performance.now()
    const id = await send(1)
    await eventually(async () => (await jobOf(id!)).state === 'completed')
    assert.isBelow(ranAt - sentAt, 1000)
  })

  test('that fails is tried again, and what it said is kept without a secret', async ({
    assert,
    cleanup,
  }) => {
    const { lines, stop } = await running(async () => {
      throw Object.assign(new Error('No mail to eve@example.org'), { code: 'EMAIL' })
    })
    cleanup(stop)
    const ids = [(await send(1))!, (await send(2))!]
    const isTried = async () => (await jobOf(ids[1])).state === 'retry'
    await eventually(isTried)

    const { output, start_after: due, retry_count: count } = await jobOf(ids[0])
    assert.deepEqual(output, { type: 'Error', message: 'No mail to …', code: 'EMAIL' })
    assert.isAbove(due, new Date())
    assert.equal(count, 0)
    assert.lengthOf(
      lines.filter(({ message }) => message === 'job failed'),
      1
    )
  })

  test('that fails for good is listed, retried and cancelled by plaza jobs', async ({
    assert,
    cleanup,
  }) => {
    const id = (await send(1))!
    await db.from('jobs.job').where({ id }).update({ retry_limit: 0 })
    let fails = true
    const { stop } = await running(async () => {
      if (fails) throw new Error('Not today')
    })
    cleanup(stop)
    await eventually(async () => (await jobOf(id)).state === 'failed')

    const [listed] = (await plaza('jobs list --state failed --json')).json.data
    assert.containSubset(listed, {
      id,
      queue: 'deletions',
      data: { type: 'user', id: 1 },
      failures: 1,
    })
    assert.match((await plaza(`jobs show ${id}`)).out, /State +failed[^]*Last failure +Not today/)
    const gauge = /plaza_queue_jobs\{queue="deletions",state="failed"\} 1/
    await eventually(async () => gauge.test(await gauges()))

    fails = false
    assert.equal((await plaza(`jobs retry ${id}`)).code, 0)
    await eventually(async () => (await jobOf(id)).state === 'completed')
    const again = await plaza(`jobs retry ${id}`)
    assert.equal(
      again.err,
      'error: The job is completed: only a failed or cancelled one can be retried.\n'
    )
    assert.equal(again.code, 4)
  })

  test('that is cancelled does not run until it is retried', async ({ assert }) => {
    const user = await UserFactory.create()
    const id = (await send(user.id))!
    assert.equal((await plaza(`jobs cancel ${id} --json`)).json.data.state, 'cancelled')
    await runJobs()
    assert.equal((await jobOf(id)).state, 'cancelled')
    assert.equal((await plaza(`jobs cancel ${id}`)).err, 'error: The job is cancelled already.\n')

    const twin = await send(user.id)
    const refusal = await plaza(`jobs retry ${id}`)
    assert.equal(refusal.err, 'error: Another job that does the same waits or runs.\n')
    await plaza(`jobs cancel ${twin}`)
    assert.equal((await plaza(`jobs retry ${id} --json`)).json.data.state, 'created')
    await runJobs()
    assert.equal((await jobOf(id)).state, 'completed')
  })

  test('leaves an audit entry when it is cancelled or retried, by whom and where', async ({
    assert,
  }) => {
    const [user, admin] = [await UserFactory.create(), await UserFactory.apply('admin').create()]
    const id = (await send(user.id))!
    await plaza(`jobs cancel ${id} --as ${admin.id}`)
    await plaza(`jobs retry ${id}`)
    // Refused, so without an entry.
    assert.equal((await plaza(`jobs retry ${id} --as ${admin.id}`)).code, 4)
    assert.equal((await plaza(`jobs cancel ${id} --as ${user.id}`)).code, 6)

    const target = { target_type: 'user', target_id: user.id, subject_id: null, origin: 'cli' }
    const entries = await db.from('audit_entries').orderBy('id')
    assert.lengthOf(entries, 2)
    assert.containSubset(entries, [
      {
        ...target,
        action: 'job.cancel',
        actor_id: admin.id,
        before: { state: 'created' },
        after: { state: 'cancelled', job: id, queue: 'deletions' },
      },
      {
        ...target,
        action: 'job.retry',
        actor_id: null,
        before: { state: 'cancelled' },
        after: { state: 'created', job: id, queue: 'deletions' },
      },
    ])
    for (const { os_user: osUser, host } of entries) assert.isNotEmpty(osUser + host)
    assert.equal((await jobOf(id)).state, 'created')
    const listed = await plaza(`audit list --action job.cancel --as ${admin.id} --json`)
    assert.lengthOf(listed.json.data, 1)
  })

  test('leaves an audit entry for its batch too, and for whose trash it empties', async ({
    assert,
  }) => {
    const [user, admin] = [await UserFactory.create(), await UserFactory.apply('admin').create()]
    const id = randomUUID()
    await db.table('batches').insert({
      ...{ id, actor_id: admin.id, origin: {}, action: 'post.lock', reason: 'Spam' },
      state: 'running',
    })
    const { number } = await row('batches', { id })
    const [ofBatch] = await batchQueue.sendAll([{ id }], { client: db.connection() })
    const ofTrash = await deletions.send(
      { type: 'trash', id: user.id, until: 0 },
      { client: db.connection() }
    )
    for (const job of [ofBatch, ofTrash!]) {
      assert.equal((await plaza(`jobs cancel ${job} --as ${admin.id}`)).code, 0)
      assert.equal((await plaza(`jobs retry ${job} --as ${admin.id}`)).code, 0)
    }
    const entries = await db.from('audit_entries').orderBy('id')
    assert.deepEqual(
      entries.map((entry) => [entry.action, entry.target_type, entry.target_id]),
      [
        ['job.cancel', 'batch', number],
        ['job.retry', 'batch', number],
        ['job.cancel', 'user', user.id],
        ['job.retry', 'user', user.id],
      ]
    )

    await db.from('batches').where({ id }).delete()
    const { code, err } = await plaza(`jobs cancel ${ofBatch}`)
    assert.deepEqual([code, err], [3, 'error: There is no such batch.\n'])
    assert.equal((await jobOf(ofBatch)).state, 'created')
  })

  test('that is unknown is none of plaza jobs: {line}')
    .with([
      { line: 'jobs show 0193f0e0-0000-7000-8000-000000000000', code: 3 },
      { line: 'jobs retry 0193f0e0-0000-7000-8000-000000000000', code: 3 },
      { line: 'jobs cancel 0193f0e0-0000-7000-8000-000000000000', code: 3 },
      { line: 'jobs cancel 7', code: 2 },
      { line: 'jobs list --state dead', code: 2 },
      { line: 'jobs list --queue nothing', code: 2 },
    ])
    .run(async ({ assert }, { line, code }) => {
      assert.equal((await plaza(line)).code, code)
    })

  test('goes back behind others when it has more to do, and no run counts as a failure', async ({
    assert,
    cleanup,
  }) => {
    const runs: number[] = []
    const { stop } = await running(async ({ id }) => {
      runs.push(id)
      return id === 1 && runs.length < 4 ? 'again' : undefined
    })
    const [large, small] = [(await send(1))!, (await send(2))!]
    cleanup(stop)
    await eventually(async () => (await openJobs()).length === 0)
    assert.deepEqual(runs, [1, 2, 1, 1])
    for (const id of [large, small]) assert.equal((await jobOf(id)).retry_count, 0)
  })

  test('is given back when its process ends', async ({ assert }) => {
    let isRunning = false
    const { stop } = await running((_, signal) => {
      isRunning = true
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason as Error))
      )
    })
    const id = (await send(1))!
    await eventually(() => isRunning)
    await stop()
    assert.containSubset(await jobOf(id), { state: 'created', retry_count: 0, started_on: null })
  })

  test('of a process that died runs again at once, and counts as tried', async ({
    assert,
    cleanup,
  }) => {
    const id = (await send(1))!
    // The heartbeat leaves pg-boss no reason to take it over.
    await db.rawQuery(
      `update jobs.job set state = 'active', started_on = now() - interval '1 min',
         heartbeat_on = now() + interval '1 day' where id = ?`,
      [id]
    )
    const { stop } = await running(async () => {})
    cleanup(stop)
    await eventually(async () => (await jobOf(id)).state === 'completed')
    assert.equal((await jobOf(id)).retry_count, 1)
  })

  test('of a process that lives is left to it', async ({ assert, cleanup }) => {
    const { promise, resolve: end } = Promise.withResolvers<void>()
    let runs = 0
    const once = async () => {
      runs++
      await promise
    }
    const first = await running(once)
    cleanup(first.stop)
    const id = (await send(1))!
    await eventually(() => runs === 1)
    await db.rawQuery(`update jobs.job set started_on = now() - interval '1 min' where id = ?`, [
      id,
    ])

    const second = await running(once)
    cleanup(second.stop)
    await eventually(() => second.lines.some(({ fields }) => /runs jobs/.test(fields)))
    // Longer than it takes to look twice.
    const { now } = await clock()
    await eventually(async () => (await clock()).now - now > 3000)
    assert.equal(runs, 1)
    end()
    await eventually(async () => (await jobOf(id)).state === 'completed')
    assert.equal((await jobOf(id)).retry_count, 0)
  })

  test('goes on in one run while no other waits', async ({ assert, cleanup }) => {
    let runs = 0
    const starts = new Set<string>()
    const id = (await send(1))!
    const { stop } = await running(async () => {
      starts.add(String((await jobOf(id)).started_on.getTime()))
      return ++runs < 5 ? 'again' : undefined
    })
    cleanup(stop)
    await eventually(async () => (await jobOf(id)).state === 'completed')
    assert.equal(runs, 5)
    assert.equal(starts.size, 1)
  })

  test('waits while Plaza is read-only', async ({ assert, cleanup }) => {
    let runs = 0
    const isPaused = async () => (await readOnly()) !== null
    await new BeginReadOnly().handle({ reason: null as any, retryAfter: 30, setBy: 'ada@pi' })
    const { lines, stop } = await running(async () => void runs++, { isPaused })
    cleanup(stop)
    await eventually(() => lines.some(({ fields }) => /runs jobs/.test(fields)))
    await send(1)
    // Longer than it takes to ask again.
    const { now } = await clock()
    await eventually(async () => (await clock()).now - now > 3000)
    assert.equal(runs, 0)
    await new EndReadOnly().handle()
    await eventually(() => runs === 1)
  })
})

const clock = async () => ({ now: Number((await db.rawQuery(`select now()`)).rows[0].now) })

async function gauges(): Promise<string> {
  const { serviceRegistry } = await import('#observability/metrics')
  return serviceRegistry.metrics()
}
