import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { appUrl } from '#config/app'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { eraseOwn, tokenOf } from '#tests/support/accounts'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { people } from '#tests/support/staff'

const isLeader = /"pid":(\d+),.*"jobs: this process does them"/g

const leadersIn = ({ output }: ClusterProcess) =>
  [...output.matchAll(isLeader)].map(([, pid]) => Number(pid))

const start = async (env: NodeJS.ProcessEnv = {}) => {
  const cluster = await ClusterProcess.start({ NODE_ENV: 'development', ...env })
  await cluster.says('queue: this process runs jobs')
  return cluster
}

test.group('Timed work with several machines', (group) => {
  group.each.setup(emptyDatabase)

  test('runs in the process of jobs of one, and of another after that one has ended', async ({
    assert,
    cleanup,
  }) => {
    const clusters = [await start(), await start()]
    cleanup(() => Promise.all(clusters.map((cluster) => cluster.kill())).then(() => {}))
    const leaders = () => clusters.map((cluster) => leadersIn(cluster))
    await eventually(() => leaders().flat().length > 0)
    // Longer than the interval at which each of them tries the lock.
    await eventually(async () => (await seconds()) > 2.5)
    assert.lengthOf(leaders().flat(), 1)
    const [first, second] = leaders()[0].length === 1 ? clusters : clusters.toReversed()
    assert.deepEqual(leadersIn(first), [first.jobs])

    await expiredSession()
    first.signal('SIGKILL')

    const isDone = () => db.from('sessions').then(({ length }) => length === 0)
    await eventually(isDone)
    assert.deepEqual(leadersIn(second), [second.jobs])
    assert.lengthOf(await connections(), 1)
  })
})

test.group('The process of jobs', (group) => {
  group.each.setup(emptyDatabase)

  test('deletes the rest of a busy account, even if it is killed', async ({ assert, cleanup }) => {
    const { id } = await busyAccount()
    const cluster = await start()
    cleanup(() => cluster.kill())
    await eraseOwn({ id })

    const left = async () => (await db.from('comments').where('user_id', id)).length
    for (const [kills, rows] of [10_000, 6_000].entries()) {
      await eventually(async () => (await left()) < rows, { within: 120_000 })
      process.kill(cluster.jobs!, 'SIGKILL')
      await cluster.says('queue: this process runs jobs', kills + 2)
    }
    const isGone = () =>
      db
        .from('users')
        .where({ id })
        .then(({ length }) => length === 0)
    await eventually(isGone, { within: 120_000 })

    assert.equal(await left(), 0)
    assert.isEmpty(await db.from('votes'))
    assert.deepEqual(await new RebuildCounters().handle(), {
      users: 0,
      posts: 0,
      tags: 0,
      comments: 0,
    })
  }).timeout(240_000)

  test('does the rest of a batch, even if it is killed', async ({ assert, cleanup }) => {
    const [moe, author] = await people('moderator', 'member')
    const { rows } = await db.rawQuery(
      `insert into posts (user_id, title, content, published, published_at)
       select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, 2000) as n returning id`,
      [author.id]
    )
    const cluster = await start({ APP_URL: appUrl })
    cleanup(() => cluster.kill())
    const id = '0f63c454-aba9-470e-9eea-41097285556a'
    const batch = { id, action: 'post.remove', reason: 'Spam', targets: rows }
    const begun = await fetch(cluster.url('/admin/batches'), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Authorization': `Bearer ${await tokenOf(moe)}`,
      },
      body: JSON.stringify(batch),
    })
    assert.equal(begun.status, 202)

    const done = async () => (await db.from('batches').where({ id }).firstOrFail()).done_count
    for (const [kills, many] of [300, 900].entries()) {
      await eventually(async () => (await done()) > many, { within: 120_000 })
      process.kill(cluster.jobs!, 'SIGKILL')
      await cluster.says('queue: this process runs jobs', kills + 2)
    }
    await eventually(async () => (await done()) === 2000, { within: 120_000 })

    assert.lengthOf(await db.from('audit_entries').where('batch_id', id), 2000)
    assert.isEmpty(await db.from('posts').whereNull('removed_at'))
    assert.isEmpty(await db.from('batch_targets'))
    assert.equal((await db.from('users').where('id', author.id).firstOrFail()).posts_count, 0)
  }).timeout(240_000)

  test('is another one after SIGHUP, and ends with the cluster', async ({ assert, cleanup }) => {
    const cluster = await start()
    cleanup(() => cluster.kill())
    const before = cluster.jobs

    cluster.signal('SIGHUP')
    await cluster.says('reloaded')
    assert.isDefined(cluster.jobs)
    assert.notEqual(cluster.jobs, before)

    cluster.signal('SIGTERM')
    assert.equal(await cluster.exitCode(), 0)
  })

  test('is not there when workers run the jobs', async ({ assert, cleanup }) => {
    const cluster = await ClusterProcess.start({
      NODE_ENV: 'development',
      JOBS: 'worker',
      WEB_CONCURRENCY: '1',
    })
    cleanup(() => cluster.kill())
    await cluster.says('queue: this process runs jobs')
    assert.isUndefined(cluster.jobs)
    const { id } = await UserFactory.create()
    await eraseOwn({ id })
    await eventually(async () => (await db.from('users').where({ id })).length === 0)
  })

  test('finishes what a version before it had begun', async ({ cleanup }) => {
    const { id } = await UserFactory.create()
    await eraseOwn({ id })
    await db.from('jobs.job').delete()
    const cluster = await start()
    cleanup(() => cluster.kill())
    await eventually(async () => (await db.from('users').where({ id })).length === 0)
  })
})

async function busyAccount() {
  const [user, post] = [await UserFactory.create(), await PostFactory.create()]
  await db.table('votes').insert({ post_id: post.id, user_id: user.id, value: 1 })
  await db.rawQuery(
    `insert into comments (post_id, user_id, content)
     select :postId, :userId, 'Comment' from generate_series(1, 12000) as n`,
    { postId: post.id, userId: user.id }
  )
  return user
}

async function expiredSession() {
  const { id } = await UserFactory.create()
  await db.table('sessions').insert({ user_id: id, secret: 'x', expires_at: new Date(0) })
}

const connections = () => db.from('pg_stat_activity').where({ application_name: 'plaza jobs' })

/** How long the present leader has held the lock. */
async function seconds(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select extract(epoch from now() - backend_start)::float as age
     from pg_stat_activity where application_name = 'plaza jobs'`
  )
  return rows[0]?.age ?? 0
}
