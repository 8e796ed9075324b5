import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { bodyOf } from '#tests/support/answers'
import { countStats } from '#queries/staff/stats'
import { emptyDatabase, fillLarge } from '#tests/support/database'
import { queriesOf } from '#tests/support/queries'
import { people } from '#tests/support/staff'

test.group('GET /admin/stats', (group) => {
  group.each.setup(emptyDatabase)

  test('counts everything, and each of the last thirty days', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const post = await PostFactory.merge({ userId: user.id }).create()
    await PostFactory.merge({ userId: user.id, removedAt: post.createdAt }).create()
    await CommentFactory.merge({ postId: post.id, userId: user.id }).create()
    await client.post('/votes').loginAs(user).json({ post_id: post.id, vote_dir: -1 })
    const complaint = { target_type: 'post', target_id: post.id, reason: 'other' }
    await client.post('/reports').loginAs(moderator).json(complaint)
    const daysAgo = (days: number) => post.createdAt.toUTC().minus({ days })
    await db
      .from('users')
      .where('id', moderator.id)
      .update({ created_at: daysAgo(29).toJSDate() })
    await user.merge({ createdAt: daysAgo(30) }).save()

    const { days, ...totals } = await bodyOf(client.get('/admin/stats').loginAs(moderator))

    const { counted_at: countedAt, ...counts } = totals
    assert.isNull(countedAt)
    const all = { users: 2, posts: 2, comments: 1, votes: 1, open_reports: 1 }
    assert.deepEqual(counts, all)
    assert.lengthOf(days, 30)
    assert.deepEqual(
      days.map(({ date }: { date: string }) => date),
      Array.from({ length: 30 }, (_, day) => daysAgo(29 - day).toISODate())
    )
    const none = { users: 0, posts: 0, comments: 0, votes: 0, reports: 0 }
    assert.deepEqual(days[0], { ...none, date: daysAgo(29).toISODate(), users: 1 })
    const today = { date: daysAgo(0).toISODate(), users: 0, posts: 2, comments: 1, votes: 1 }
    assert.deepEqual(days[29], { ...today, reports: 1 })
  })
  test('counts tables that are too large for a request in the background', async ({
    client,
    assert,
  }) => {
    const [moderator, user] = await people('moderator', 'member')
    const { id } = await PostFactory.merge({ userId: user.id }).create()
    await fillLarge(id)
    const read = async () => bodyOf(client.get('/admin/stats').loginAs(moderator))
    const before = await read()

    assert.equal(await countStats(), 1)
    await CommentFactory.merge({ postId: id, userId: user.id }).create()
    const counted = await read()
    assert.equal(counted.comments, before.comments)
    assert.closeTo(Date.parse(counted.counted_at), Date.now(), 60_000)
    assert.isEmpty((await queriesOf(read)).filter((sql) => /from comments/.test(sql)))
    assert.deepEqual(await read(), counted)
    // After a slow count, the job pauses.
    await db.from('stats').update({ duration_ms: 60_000 })
    assert.equal(await countStats(), 0)

    await db.from('stats').update({ counted_at: new Date(Date.now() - 3_600_000) })
    assert.equal(await countStats(), 1)
    assert.equal((await read()).comments, before.comments + 1)
  })

  test('counts small tables at once, whatever was counted before', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const old = { stats: { users: 77 }, counted_at: new Date(), duration_ms: 1 }
    await db.table('stats').insert(old)
    const { users } = await bodyOf(client.get('/admin/stats').loginAs(moderator))
    assert.equal(users, 1)
    assert.equal(await countStats(), 0)
  })
})
