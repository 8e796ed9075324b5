import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RequestExport from '#actions/data_exports/request_export'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'

const source = { address: null, userAgent: null }

/** Of which a file takes some parts. */
const COMMENTS = 20_000

test.group('The export of a user', (group) => {
  group.each.setup(emptyDatabase)

  test('is whole, even if the process of jobs is killed while it writes', async ({
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    const post = await PostFactory.create()
    await db.rawQuery(
      `insert into comments (post_id, user_id, content)
       select ?, ?, repeat('Comment ', 20) from generate_series(1, ${COMMENTS})`,
      [post.id, user.id]
    )
    const cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    cleanup(() => cluster.kill())
    await cluster.says('queue: this process runs jobs')
    const exportId = await new RequestExport().handle({ userId: user.id, source })
    const parts = () => db.from('data_export_parts').where('export_id', exportId)
    const row = () => db.from('data_exports').where('id', exportId).firstOrFail()
    for (let kills = 1; kills <= 2; kills++) {
      await eventually(async () => {
        const { attempt, finished_at: finished } = await row()
        if (finished) throw new Error('it was finished too soon')
        return (await parts().where('attempt', attempt)).length > 0
      })
      process.kill(cluster.jobs!, 'SIGKILL')
      await cluster.says('queue: this process runs jobs', kills + 1)
    }
    await eventually(async () => (await row()).finished_at !== null, { within: 120_000 })
    const { size } = await row()
    const text = (await parts().orderBy('number')).map(({ content }) => content).join('')
    assert.equal(Buffer.byteLength(text), Number(size))
    assert.lengthOf(JSON.parse(text).comments, COMMENTS)
    assert.lengthOf(await db.from('data_exports'), 1)
  }).timeout(240_000)
})
