import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import CreateComment from '#actions/comments/create_comment'
import CastVote from '#actions/posts/cast_vote'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { assertCounted, dice } from '#tests/support/counts'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { openJobs, runJobs, startConsumer } from '#tests/support/jobs'
import { actorAs } from '#tests/support/roles'
import { people } from '#tests/support/staff'

const nothingWrong = { users: 0, posts: 0, tags: 0, comments: 0 }

/** So many that a single statement would exceed the timeout of a request. */
const much = 12_000

async function writeMuch(userId: number, postId: number) {
  await db.rawQuery(
    `insert into posts (user_id, title, content, published_at)
     select null, 'Title ' || n, 'Content ' || n, now() from generate_series(1, 3000) as n`
  )
  const values = { userId, postId }
  await db.rawQuery(
    `insert into comments (post_id, user_id, content)
     select :postId, :userId, 'Comment ' || n from generate_series(1, ${much}) as n`,
    values
  )
  await db.rawQuery(
    `insert into votes (post_id, user_id, value) select id, :userId, 1 from posts order by id`,
    { userId }
  )
}

const isRunning = async (type: string, id: number) => {
  const active = await db
    .from('jobs.job')
    .where({ state: 'active', singleton_key: `${type}:${id}` })
  return active.length === 1
}

test.group('The content of a busy account', (group) => {
  group.each.setup(emptyDatabase)
  group.each.timeout(120_000)

  test('does not delay the erasure, and is deleted over interruptions while others write', async ({
    client,
    assert,
  }) => {
    const [me, post] = [await UserFactory.create(), await PostFactory.create()]
    await writeMuch(me.id, post.id)
    const others = await people('member', 'member', 'member')

    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    await assertCounted(assert)

    const writers = others.map(async ({ id }, index) => {
      const roll = dice(index)
      const posts = await db.from('posts').select('id').orderBy('id').limit(300)
      for (let count = 0; count < 60; count++) {
        const postId = posts[roll(posts.length)].id
        const author = actorAs('member', id)
        await new CastVote().handle({ postId, voter: author, direction: roll(2) === 0 ? 1 : -1 })
        const on = { postId: post.id, content: 'Meanwhile', client: db.connection() }
        await new CreateComment().handle({ ...on, author })
      }
    })
    // Interrupted again and again, with two processes at once.
    let interruptions = 0
    for (let count = 0; count < 5 && (await openJobs()).length > 0; count++) {
      const consumers = [await startConsumer(), await startConsumer()]
      await eventually(
        async () => (await isRunning('user', me.id)) || (await openJobs()).length === 0
      )
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      interruptions += (await openJobs()).length
    }
    assert.isAbove(interruptions, 0)
    await Promise.all(writers)
    await assertCounted(assert)
    await runJobs()

    assert.isEmpty(await db.from('users').where('id', me.id))
    assert.isEmpty(await db.from('votes').where('user_id', me.id))
    assert.lengthOf(await db.from('comments').whereNull('user_id'), much)
    await assertCounted(assert)
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })

  test('of others does not delay the deletion of a post', async ({ client, assert }) => {
    const [author, writer, ...others] = await people(...Array(52).fill('member'))
    const { id } = await PostFactory.merge({ userId: author.id }).create()
    await db.rawQuery(
      `insert into comments (post_id, user_id, content)
       select :id, ids[1 + n % 50], 'Comment' from generate_series(1, ${much}) as n,
         (select array_agg(id) as ids from users where id = any(:others)) as users`,
      { id, others: others.map((other) => other.id) } as Record<string, any>
    )
    const parents = await db.from('comments').select('id').limit(200)
    for (const parent of parents) {
      const reply = { post_id: id, parent_id: parent.id, depth: 1, content: 'So it is' }
      await db.table('comments').insert({ ...reply, user_id: writer.id })
    }
    const { comments_count: before } = await db.from('users').where('id', writer.id).first()
    assert.equal(before, 200)

    await answers(client.delete(`/posts/${id}?purge=true`).loginAs(author), 204)
    for (const viewer of [author, others[0]]) {
      await answers(client.get(`/posts/${id}`).loginAs(viewer), 404)
      await answers(client.get(`/posts/${id}/comments`).loginAs(viewer), 404)
      await answers(client.get(`/comments/${parents[0].id}`).loginAs(viewer), 404)
    }
    await assertCounted(assert)
    const consumer = await startConsumer()
    await eventually(() => isRunning('post', id))
    await consumer.stop()
    await assertCounted(assert)
    await runJobs()

    for (const table of ['posts', 'comments']) assert.isEmpty(await db.from(table))
    assert.isEmpty(await db.from('users').whereNot('comments_count', 0))
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })
})
