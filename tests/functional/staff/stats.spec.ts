import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
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

    const all = { users: 2, posts: 2, comments: 1, votes: 1, open_reports: 1 }
    assert.deepEqual(totals, all)
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
})
