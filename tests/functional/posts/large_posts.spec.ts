import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { PostFactory } from '#database/factories/post_factory'
import { countComments } from '#jobs/count_comments'
import type User from '#models/user'
import { answers, statusOf } from '#tests/support/answers'
import { assertCounted, dice } from '#tests/support/counts'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { act, people } from '#tests/support/staff'

const nothingWrong = { users: 0, posts: 0, tags: 0, comments: 0 }

/** Comments of many users in turn, beginning with the first user. */
const writeComments = (postId: number, users: User[], total: number) =>
  db.rawQuery(
    `insert into comments (post_id, user_id, content)
     select :postId, (:ids::bigint[])[1 + n % :users], 'Comment ' || n
     from generate_series(0, :total - 1) as n`,
    { postId, ids: users.map(({ id }) => id), users: users.length, total } as Record<string, any>
  )

/** Counts of authors that differ from a plain recount by `visible`. */
const miscounted = async () => {
  const { rows } = await db.rawQuery(`
    select users.id, users.comments_count, (
      select count(*) from comments join posts on posts.id = post_id
      where comments.user_id = users.id and comments.visible and posts.visible
    ) as counted
    from users where erased_at is null`)
  return rows.filter((one: any) => one.comments_count !== one.counted)
}

async function finish() {
  while ((await countComments()) > 0);
  await runJobs()
}

interface Change {
  what: string
  hide: (client: ApiClient, post: { id: number }, author: User, moderator: User) => Promise<unknown>
  show: Change['hide']
}

const publish =
  (published: boolean): Change['hide'] =>
  (client, post, author) =>
    answers(client.patch(`/posts/${post.id}`).loginAs(author).json({ published }), 200)

const staffAction =
  (action: string): Change['hide'] =>
  (client, post, _author, moderator) =>
    answers(act(client, moderator, action, { on: post }), 201)

const changes: Change[] = [
  {
    what: 'remove and restore',
    hide: staffAction('post.remove'),
    show: staffAction('post.restore'),
  },
  { what: 'unpublish and publish', hide: publish(false), show: publish(true) },
]

test.group('A post with thousands of comments', (group) => {
  group.each.setup(emptyDatabase)
  group.each.timeout(120_000)

  test('is hidden and shown without delay, and the counts of the authors follow: {what}')
    .with(changes)
    .run(async ({ client, assert }, { hide, show }) => {
      const [author, moderator, ...others] = await people(
        'member',
        'moderator',
        ...Array(500).fill('member')
      )
      const post = await PostFactory.merge({ userId: author.id }).create()
      await writeComments(post.id, others, 5000)
      const countsOfOthers = async () => {
        const ids = others.map(({ id }) => id)
        const rows = await db.from('users').whereIn('id', ids).distinct('comments_count')
        return rows.map((one) => one.comments_count)
      }
      const countsWith = async (change: Change['hide'], before: number, after: number) => {
        await change(client, post, author, moderator)
        assert.deepEqual(await countsOfOthers(), [before])
        await assertCounted(assert)

        await countComments(AbortSignal.timeout(30))
        await assertCounted(assert)

        await finish()
        assert.deepEqual(await countsOfOthers(), [after])
        assert.isEmpty(await miscounted())
        assert.containSubset(await row('posts', { id: post.id }), {
          counting: false,
          comments_counted_after: null,
        })
      }

      await countsWith(hide, 10, 0)
      await countsWith(show, 0, 10)
    })

  test('with up to 500 comments is counted at once: {what}')
    .with(changes)
    .run(async ({ client, assert }, { hide, show }) => {
      const [author, moderator, ...others] = await people(
        'member',
        'moderator',
        ...Array(5).fill('member')
      )
      const post = await PostFactory.merge({ userId: author.id }).create()
      await writeComments(post.id, others, 500)

      for (const change of [hide, show]) {
        await change(client, post, author, moderator)
        assert.isEmpty(await miscounted())
      }
      assert.equal(await countComments(), 0)
    })

  test('may be hidden or shown at any moment of the counting', async ({ client, assert }) => {
    const [author, moderator, ...others] = await people(
      'member',
      'moderator',
      ...Array(20).fill('member')
    )
    const post = await PostFactory.merge({ userId: author.id }).create()
    await writeComments(post.id, others, 3000)
    const [{ hide, show }] = changes

    for (let count = 0; count < 6; count++) {
      await (count % 2 === 0 ? hide : show)(client, post, author, moderator)
      await countComments(AbortSignal.timeout(20))
      await assertCounted(assert)
    }
    await hide(client, post, author, moderator)
    await answers(client.delete(`/posts/${post.id}?purge=true`).loginAs(moderator), 204)
    await assertCounted(assert)
    await finish()
    assert.isEmpty(await db.from('posts'))
    assert.isEmpty(await db.from('users').whereNot('comments_count', 0))
  })

  test('has correct counts after a random history, with two counting processes', async ({
    client,
    assert,
  }) => {
    const [author, moderator, admin, ...others] = await people(
      'member',
      'moderator',
      'admin',
      ...Array(30).fill('member')
    )
    const posts = await PostFactory.merge({ userId: author.id }).createMany(4)
    for (const [index, { id }] of posts.entries())
      await writeComments(id, others, 300 + 300 * index)
    const roll = dice(25)

    const step = async () => {
      const [post, user] = [posts[roll(posts.length)], others[roll(others.length)]]
      const comment = () =>
        db
          .from('comments')
          .where({ post_id: post.id, visible: true })
          .orderByRaw('md5(id::text)')
          .first()
      const steps = [
        () => act(client, moderator, 'post.remove', { on: post }),
        () => act(client, moderator, 'post.restore', { on: post }),
        () => client.patch(`/posts/${post.id}`).loginAs(author).json({ published: false }),
        () => client.patch(`/posts/${post.id}`).loginAs(author).json({ published: true }),
        () =>
          client.post('/comments').loginAs(user).json({ post_id: post.id, content: 'Meanwhile' }),
        async () => act(client, moderator, 'comment.remove', { on: await comment() }),
        async () => client.delete(`/comments/${(await comment()).id}`).loginAs(moderator),
      ]
      // Refused if the post is already in that state, or hidden from the user.
      assert.include(
        [200, 201, 204, 401, 404, 409],
        await statusOf(steps[roll(steps.length)]() as any)
      )
    }
    for (let count = 0; count < 25; count++) {
      const signal = AbortSignal.timeout(roll(40))
      await Promise.all([step(), step(), countComments(signal), countComments(signal)])
      if (count === 10) await answers(act(client, admin, 'user.erase', { on: others[0] }), 201)
      if (count === 15)
        await answers(client.delete(`/posts/${posts[1].id}?purge=true`).loginAs(moderator), 204)
      await assertCounted(assert)
    }
    await finish()

    await assertCounted(assert)
    assert.isEmpty(await miscounted())
    assert.isEmpty(await db.from('posts').where('counting', true))
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })
})
