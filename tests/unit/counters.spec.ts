import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import CreateComment from '#actions/comments/create_comment'
import DeleteComment from '#actions/comments/delete_comment'
import RebuildCounters from '#actions/counters/rebuild_counters'
import CastVote from '#actions/posts/cast_vote'
import DeletePost from '#actions/posts/delete_post'
import UpdatePost from '#actions/posts/update_post'
import { PostFactory } from '#database/factories/post_factory'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import NotFoundException from '#exceptions/not_found_exception'
import type Post from '#models/post'
import User from '#models/user'
import { eraseOwn } from '#tests/support/accounts'
import { counted, dice, stored, tables } from '#tests/support/counts'
import { emptyDatabase } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { actorAs } from '#tests/support/roles'
import { originOf } from '#tests/support/staff'

const unlessStale = () => {}

/** A moderator who deletes content of others. */
const moderator = {
  actorId: 0,
  origin: { actorId: 0, transport: 'api', osUser: null, host: null, requestId: null },
} as const

const nothingWrong = { users: 0, posts: 0, tags: 0, comments: 0 }

test.group('The counters', (group) => {
  let users: User[]
  let posts: Post[]

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    users = await User.createMany(
      Array.from({ length: 8 }, (_, index) => ({
        username: `user_${index}`,
        email: `user${index}@example.org`,
        password: 'x',
      }))
    )
    posts = await PostFactory.merge(
      Array.from({ length: 8 }, (_, index) => ({ userId: users[index % 4].id }))
    ).createMany(8)
  })

  const vote = (post: Post, user: User, direction: -1 | 0 | 1) =>
    new CastVote().handle({ postId: post.id, voter: actorAs('member', user.id), direction })

  const comment = (post: Post, user: User, parentId?: number) =>
    new CreateComment().handle({
      postId: post.id,
      author: actorAs('member', user.id),
      parentId,
      content: 'Well said',
      client: db.connection(),
    })

  /** A step of a history. A deleted or hidden target makes the step empty. */
  async function step(roll: (sides: number) => number) {
    const [post, user] = [posts[roll(posts.length)], users[roll(users.length)]]
    const steps = [
      () => vote(post, user, ([-1, 0, 1] as const)[roll(3)]),
      () => vote(post, user, 1),
      () => comment(post, user),
      () => comment(post, user),
      async () => {
        const parent = await db.from('comments').where({ post_id: post.id, visible: true }).first()
        if (parent) await comment(post, user, parent.id)
      },
      async () => {
        const one = await db.from('comments').where({ post_id: post.id, visible: true }).first()
        if (one)
          await new DeleteComment().handle({
            id: one.id,
            postId: post.id,
            ...moderator,
            // By its author it goes into the trash.
            ...(roll(2) === 0 && { actorId: one.user_id }),
            isPurged: false,
            unlessStale,
          })
      },
      () => {
        const changes = { published: roll(2) === 0 }
        const actor = actorAs('member', post.userId!)
        const origin = originOf(actor)
        return new UpdatePost().handle({ id: post.id, actor, origin, changes, unlessStale })
      },
    ]
    await steps[roll(steps.length)]().catch((error) => {
      if (!(error instanceof NotFoundException)) throw error
    })
  }

  test('are correct after a long history of all operations, cascades too', async ({ assert }) => {
    const roll = dice(7)
    for (let count = 0; count < 250; count++) await step(roll)
    await new DeletePost().handle({
      id: posts[0].id,
      actor: actorAs('moderator', moderator.actorId),
      origin: moderator.origin,
      unlessStale,
    })
    for (const user of [users[1], users[6]]) {
      await eraseOwn(user)
    }
    await db.from('posts').where('id', posts[2].id).delete()
    await db.from('users').where('id', users[7].id).delete()
    await db.from('posts').where('id', posts[3].id).update({ removed_at: new Date() })

    for (const table of tables) assert.deepEqual(await stored(table), await counted(table), table)
    await runJobs()
    for (const table of tables) {
      assert.isNotEmpty(await stored(table))
      assert.deepEqual(await stored(table), await counted(table), table)
    }
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })

  test('are correct after simultaneous votes and comments', async ({ assert }) => {
    await Promise.all(
      users.flatMap((user) =>
        posts
          .slice(0, 3)
          .flatMap((post) => [
            vote(post, user, 1),
            vote(post, user, -1),
            comment(post, user),
            vote(post, user, 1),
          ])
      )
    )
    for (const table of tables) assert.deepEqual(await stored(table), await counted(table), table)
    assert.lengthOf(await db.from('votes'), 24)
  })

  test('are correct when posts and accounts are deleted while others write', async ({ assert }) => {
    const roll = dice(11)
    for (let count = 0; count < 60; count++) await step(roll)
    const late = (work: Promise<unknown>) =>
      work.catch((error) => {
        // Refused for a missing target or a deadlock: 404, 401 or 503 through the API, without a partial effect.
        const isGone = [NotFoundException, InvalidTokenException].some(
          (one) => error instanceof one
        )
        if (!isGone && !/23503|40P01/.test(error.code)) throw error
      })

    await Promise.all([
      ...users.flatMap((user) => posts.map((post) => late(vote(post, user, 1)))),
      ...users.map((user) => late(comment(posts[5], user))),
      late(eraseOwn(users[2])),
      late(eraseOwn(users[3])),
      late(
        new DeletePost().handle({
          id: posts[5].id,
          actor: actorAs('moderator', moderator.actorId),
          origin: moderator.origin,
          unlessStale,
        })
      ),
    ])
    for (const table of tables) assert.deepEqual(await stored(table), await counted(table), table)
  })

  test('are corrected if they are wrong, and only then', async ({ assert }) => {
    const roll = dice(3)
    for (let count = 0; count < 80; count++) await step(roll)
    const right = await Promise.all(tables.map(stored))
    await db.from('posts').where('id', posts[1].id).update({ upvotes: 99, comments_count: 7 })
    await db.from('posts').where('id', posts[2].id).update({ downvotes: 99 })
    await db.from('users').where('id', users[3].id).update({ posts_count: 99 })
    const { id } = await db.from('comments').firstOrFail()
    await db.from('comments').where('id', id).update({ replies_count: 99 })

    assert.deepEqual(await new RebuildCounters().handle(), {
      users: 1,
      posts: 2,
      tags: 0,
      comments: 1,
    })
    assert.deepEqual(await Promise.all(tables.map(stored)), right)
    assert.deepEqual(await new RebuildCounters().handle(), nothingWrong)
  })
})
