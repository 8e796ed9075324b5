import db from '@adonisjs/lucid/services/db'
import config from '@adonisjs/core/services/config'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { thinRevisions } from '#jobs/thin_revisions'
import { emptyDatabase } from '#tests/support/database'

const MINUTE = 1 / 60

/** Revisions of a post by their age in hours; the first is the oldest. */
async function revisionsOf(
  hours: number[],
  kept: number[] = [],
  { published = hours.length + 1 } = {}
) {
  const post = await PostFactory.merge({ revision: published }).create()
  const start = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 1_800_000
  await db.table('post_revisions').multiInsert(
    hours.map((age, index) => ({
      post_id: post.id,
      number: index + 1,
      editor_id: post.userId,
      created_at: new Date((age < 24 ? Date.now() : start) - age * 3_600_000),
      members: '{}',
      keep: kept.includes(index + 1),
      thin_at: new Date(0),
    }))
  )
  return post
}

const numbers = async () => {
  const rows = await db.from('post_revisions').orderBy('number').where('members', '{}')
  return rows.map(({ number }: { number: number }) => number)
}

test.group('Thinning of revisions', (group) => {
  group.each.setup(emptyDatabase)

  test('keeps all of a day, the last of each hour of a week, and of each day after', async ({
    assert,
  }) => {
    const days = [480 + 4 * MINUTE, 480, 456]
    const hours = [72 + 5 * MINUTE, 72, 71]
    await revisionsOf([...days, ...hours, 3 * MINUTE, 2 * MINUTE, MINUTE])
    assert.equal(await thinRevisions(), 2)
    assert.deepEqual(await numbers(), [2, 3, 5, 6, 7, 8, 9])
    assert.equal(await thinRevisions(), 0)
  })

  test('keeps revisions that a user keeps', async ({ assert }) => {
    await revisionsOf([480 + 4 * MINUTE, 480], [1])
    await thinRevisions()
    assert.deepEqual(await numbers(), [1, 2])
  })

  test('keeps the published one, however old it is', async ({ assert }) => {
    await revisionsOf([480 + 4 * MINUTE, 480, 480 - MINUTE], [], { published: 1 })
    assert.equal(await thinRevisions(), 1)
    assert.deepEqual(await numbers(), [1, 3])
  })

  test('keeps the newest ones up to REVISIONS_KEEP', async ({ assert, cleanup }) => {
    const most = config.get('content.revisionsKept')
    cleanup(() => config.set('content.revisionsKept', most))
    config.set('content.revisionsKept', 3)
    await revisionsOf(
      [5, 4, 3, 2, 1].map((minutes) => minutes * MINUTE),
      [1]
    )
    await thinRevisions()
    assert.deepEqual(await numbers(), [1, 3, 4, 5])
  })
})
