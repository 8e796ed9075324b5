import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'

const inOffice = /"pid":(\d+),.*"jobs: this process does them"/g

test.group('Timed work of several processes', (group) => {
  group.each.setup(emptyDatabase)

  test('is done by one of them, and by another when that is gone', async ({ assert, cleanup }) => {
    const cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => cluster.kill())
    const holders = () => [...cluster.output.matchAll(inOffice)].map(([, pid]) => Number(pid))
    await eventually(() => holders().length > 0)
    const [first] = holders()
    assert.include(cluster.workers, first)

    // Longer than it takes any of them to ask again.
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
})

async function expiredSession() {
  const { id } = await UserFactory.create()
  await db.table('sessions').insert({ user_id: id, secret: 'x', expires_at: new Date(0) })
}

const connections = () => db.from('pg_stat_activity').where({ application_name: 'plaza jobs' })

/** How long somebody has been in office. */
async function seconds(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select extract(epoch from now() - backend_start)::float as age
     from pg_stat_activity where application_name = 'plaza jobs'`
  )
  return rows[0]?.age ?? 0
}
