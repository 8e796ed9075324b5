import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RebuildCounters from '#actions/counters/rebuild_counters'
import EraseUser from '#actions/users/erase_user'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'

const isLeader = /"pid":(\d+),.*"jobs: this process does them"/g

test.group('Timed work with several processes', (group) => {
  group.each.setup(emptyDatabase)

  test('runs in one of them, and in another after that one has ended', async ({
    assert,
    cleanup,
  }) => {
    const cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => cluster.kill())
    const holders = () => [...cluster.output.matchAll(isLeader)].map(([, pid]) => Number(pid))
    await eventually(() => holders().length > 0)
    const [first] = holders()
    assert.include(cluster.workers, first)

    // Longer than the interval at which each of them tries the lock.
    await eventually(async () => (await seconds()) > 2.5)
    assert.deepEqual(holders(), [first])

    await expiredSession()
    process.kill(first, 'SIGKILL')

    const isDone = () => db.from('sessions').then(({ length }) => length === 0)
    await eventually(isDone)
    assert.lengthOf(holders(), 2)
    assert.notEqual(holders()[1], first)
    assert.equal((await connections()).length, 1)
  })

  test('deletes the rest of a busy account, even if each leader is killed', async ({
    assert,
    cleanup,
  }) => {
    const { id } = await busyAccount()
    const cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => cluster.kill())
    const holders = () => [...cluster.output.matchAll(isLeader)].map(([, pid]) => Number(pid))
    await eventually(() => holders().length > 0, { within: 20_000 })
    await new EraseUser().handle({ id, unlessStale: () => {} })

    const left = async () => (await db.from('comments').where('user_id', id)).length
    for (const [kills, rows] of [10_000, 6_000].entries()) {
      await eventually(async () => (await left()) < rows, { within: 60_000 })
      process.kill(holders()[kills], 'SIGKILL')
      await eventually(() => holders().length > kills + 1, { within: 30_000 })
    }
    const isGone = () =>
      db
        .from('users')
        .where({ id })
        .then(({ length }) => length === 0)
    await eventually(isGone, { within: 120_000 })

    assert.equal(await left(), 0)
    assert.isEmpty(await db.from('votes'))
    assert.deepEqual(await new RebuildCounters().handle(), { users: 0, posts: 0, comments: 0 })
  }).timeout(240_000)
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
