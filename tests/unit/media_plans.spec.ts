import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { collectMedia } from '#jobs/collect_media'
import { pruneMedia } from '#jobs/prune_media'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { people } from '#tests/support/staff'
import { flat, plansOf, type Plan } from '#tests/support/plans'

const FILES = 20_000

/** Files of an author, who may keep them, and of a member: a tenth is used, and none is due. */
async function populate() {
  await emptyDatabase()
  const [author, member] = await people('author', 'member')
  await db.rawQuery(
    `with files as (
       insert into media_files (sha256, kind, status, content_type, bytes, released_at)
       select md5(n::text), 'document', 'ready', 'application/pdf', 1, null
       from generate_series(1, ${FILES}) as n returning id
     )
     insert into media (user_id, file_id, uploaded_bytes, created_at, check_at)
     select case when id % 2 = 0 then :author::bigint else :member end, id, 1,
       now() - interval '100 days', case when id % 2 = 0 then now() + interval '1 day' end
     from files`,
    { author: author.id, member: member.id }
  )
  const { id } = await PostFactory.merge({ userId: member.id }).create()
  await db.rawQuery(
    `insert into media_uses (file_id, post_id, place)
     select media_files.id, :id, 'post' from media_files where media_files.id % 10 = 1`,
    { id }
  )
  await vacuum('media', 'media_files', 'media_uses')
}

/** The rows of a table that plans have read, by its name. */
const rowsRead = (plans: Plan[], table: string) =>
  plans
    .flatMap(flat)
    .filter((node) => node['Relation Name'] === table)
    .map(
      (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    )
    .reduce((total, rows) => total + rows, 0)

test.group('The jobs that collect files', (group) => {
  group.each.setup(populate)
  group.teardown(emptyDatabase)

  test('read no row of a file that is not due', async ({ assert }) => {
    for (const job of [collectMedia, () => pruneMedia()]) {
      const plans = await plansOf(job)
      assert.isNotEmpty(plans)
      assert.isBelow(rowsRead(plans, 'media'), 10)
      assert.isBelow(rowsRead(plans, 'media_files'), 10)
    }
  })

  test('read few rows beside those that are due, and leave none of them', async ({ assert }) => {
    await db.rawQuery(
      `update media set check_at = now() where id = any(array(select id from media limit 50))`
    )
    await db.rawQuery(
      `delete from media where id = any(array(select id from media order by id desc limit 20))`
    )
    const plans = await plansOf(collectMedia)
    assert.isBelow(rowsRead(plans, 'media'), 500)
    assert.equal(await pruneMedia(), 20)
    assert.isEmpty(await db.from('media').where('check_at', '<=', new Date()))
  })
})
