import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { runSchedules } from '#jobs/run_schedules'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { flat, plansOf } from '#tests/support/plans'

/** As many drafts as published posts, some of which are to go out or to end in an hour. */
async function populate() {
  await emptyDatabase()
  const { id } = await UserFactory.create()
  await db.rawQuery(
    `insert into posts (user_id, title, content, published, published_at, publish_at, unpublish_at)
     select ?, 'Post ' || n, 'Text', n % 2 = 0, case when n % 2 = 0 then now() end,
       case when n % 20 = 1 then now() + interval '1 hour' end,
       case when n % 20 = 0 then now() + interval '1 hour' end
     from generate_series(1, 4000) as n`,
    [id]
  )
  await vacuum('posts')
}

test.group('Schedules', (group) => {
  group.each.setup(populate)
  group.teardown(emptyDatabase)

  test('are found by {index} when they are due, and no other row is read')
    .with([
      { index: 'posts_due_index', column: 'publish_at' },
      { index: 'posts_ending_index', column: 'unpublish_at' },
    ])
    .run(async ({ assert }, { index, column }) => {
      const waiting = db.from('posts').whereNotNull(column)
      const { id } = await waiting.clone().orderBy('id').firstOrFail()
      await db
        .from('posts')
        .where({ id })
        .update({ [column]: new Date(Date.now() - 1000) })

      const nodes = (await plansOf(runSchedules)).flatMap(flat)

      assert.isNull((await db.from('posts').where({ id }).firstOrFail())[column])
      const led = nodes.filter((node) => node['Index Name'] === index)
      assert.isNotEmpty(led)
      for (const node of led) assert.equal(node['Rows Removed by Filter'] ?? 0, 0)
      const read = nodes.filter((node) => node['Relation Name'] === 'posts')
      assert.isAtMost(Math.max(...read.map((node) => node['Actual Rows'])), 1)
      assert.notInclude(
        read.map((node) => node['Node Type']),
        'Seq Scan'
      )
    })
})
