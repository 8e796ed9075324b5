import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { untilBlocked } from '#tests/support/waiting'

const voteOf = (client: ApiClient, voter: User, postId: number) => (direction: number) =>
  client.post('/votes').loginAs(voter).json({ post_id: postId, vote_dir: direction })

/** The votes of a post, counted one by one. */
async function recount(postId: number) {
  const votes = await db.from('votes').where('post_id', postId)
  const values: number[] = votes.map(({ value }) => value)
  const upvotes = values.filter((value) => value === 1).length
  const downvotes = values.filter((value) => value === -1).length
  return { upvotes, downvotes, votes_count: upvotes - downvotes }
}

test.group('POST /votes', (group) => {
  group.each.setup(emptyDatabase)

  test('{name} leaves {upvotes} up and {downvotes} down')
    .with([
      { name: 'an upvote', directions: [1], upvotes: 1, downvotes: 0 },
      { name: 'a downvote', directions: [-1], upvotes: 0, downvotes: 1 },
      { name: 'nothing', directions: [0], upvotes: 0, downvotes: 0 },
      { name: 'a second upvote', directions: [1, 1], upvotes: 1, downvotes: 0 },
      { name: 'a second downvote', directions: [-1, -1], upvotes: 0, downvotes: 1 },
      { name: 'an upvote turned down', directions: [1, -1], upvotes: 0, downvotes: 1 },
      { name: 'a downvote turned up', directions: [-1, 1], upvotes: 1, downvotes: 0 },
      { name: 'an upvote taken back', directions: [1, 0], upvotes: 0, downvotes: 0 },
      { name: 'a downvote taken back twice', directions: [-1, 0, 0], upvotes: 0, downvotes: 0 },
      { name: 'a change of heart and back', directions: [1, -1, 0, 1], upvotes: 1, downvotes: 0 },
    ])
    .run(async ({ client, assert }, { directions, upvotes, downvotes }) => {
      const [post, voter] = [await PostFactory.create(), await UserFactory.create()]
      const vote = voteOf(client, voter, post.id)
      for (const direction of directions.slice(0, -1)) await vote(direction)
      const last = directions.at(-1)!
      const response = await vote(last)

      const counts = { upvotes, downvotes, votes_count: upvotes - downvotes }
      response.assertStatus(200)
      response.assertBody({ post_id: post.id, vote_dir: last, ...counts })
      assert.containSubset(await row('posts', { id: post.id }), counts)
      const votes = await db.from('votes').select('user_id', 'value')
      assert.deepEqual(votes, last === 0 ? [] : [{ user_id: voter.id, value: last }])
      const shown = await bodyOf(client.get(`/posts/${post.id}`).loginAs(voter))
      assert.containSubset(shown, { ...counts, my_vote: last })
    })

  test('counts each vote and each comment once, for any number of the other', async ({
    client,
    assert,
  }) => {
    const post = await PostFactory.create()
    const voters = await UserFactory.createMany(7)
    for (const [index, voter] of voters.entries()) {
      await voteOf(client, voter, post.id)(index < 5 ? 1 : -1)
    }
    await CommentFactory.merge({ postId: post.id, userId: voters[0].id }).createMany(3)

    const counts = { upvotes: 5, downvotes: 2, votes_count: 3, comments_count: 3 }
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), counts)
    assert.containSubset(await bodyOf(client.get('/posts?skip=0&limit=3')), [counts])
    assert.containSubset(await bodyOf(client.get(`/users/${post.userId}/posts`)), [counts])
  })

  test('counts all simultaneous votes of many users', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const voters = await UserFactory.createMany(12)
    const received = await Promise.all(
      voters.flatMap((voter, index) => {
        const vote = voteOf(client, voter, post.id)
        return [vote(index % 3 === 0 ? -1 : 1), vote(index % 4 === 0 ? 0 : 1)]
      })
    )

    for (const answer of received) answer.assertStatus(200)
    const counts = await recount(post.id)
    assert.containSubset(await row('posts', { id: post.id }), counts)
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), counts)
    assert.isAtLeast(counts.upvotes, 6)
  })

  test('counts simultaneous votes of one user on one post as one', async ({ client, assert }) => {
    const [post, voter] = [await PostFactory.create(), await UserFactory.create()]
    const vote = voteOf(client, voter, post.id)
    const directions = [1, -1, 0, 1, 1, -1, 0, -1, 1, 1, -1, 1]
    const received = await Promise.all(directions.map((direction) => vote(direction)))

    for (const answer of received) answer.assertStatus(200)
    const counts = await recount(post.id)
    assert.isAtMost(counts.upvotes + counts.downvotes, 1)
    assert.containSubset(await row('posts', { id: post.id }), counts)
  })

  test('accepts simultaneous votes on many posts in opposite orders', async ({
    client,
    assert,
  }) => {
    const posts = await PostFactory.createMany(4)
    const voters = await UserFactory.createMany(4)
    const received = await Promise.all(
      voters.flatMap((voter, index) =>
        (index % 2 ? posts : [...posts].reverse()).map(({ id }) => voteOf(client, voter, id)(1))
      )
    )
    for (const answer of received) answer.assertStatus(200)
    for (const { id } of posts) {
      assert.containSubset(await row('posts', { id }), { upvotes: 4, downvotes: 0 })
    }
  })

  test('refuses the direction {direction}')
    .with(
      [2, -2, 1.5, '1', '-1', null, true, [], [1], {}, '', 'up'].map((direction) => ({ direction }))
    )
    .run(async ({ client, assert }, { direction }) => {
      const post = await PostFactory.create()
      const response = await client
        .post('/votes')
        .loginAs(await UserFactory.create())
        .json({ post_id: post.id, vote_dir: direction })
      assertProblem(response, 422, 'validation_failed', ['/vote_dir'])
      assert.isEmpty(await db.from('votes'))
    })

  test('refuses the post {postId}')
    .with([0, -1, 1.5, '1', null, [1], 2 ** 53, 1e300].map((postId) => ({ postId })))
    .run(async ({ client }, { postId }) => {
      const response = await client
        .post('/votes')
        .loginAs(await UserFactory.create())
        .json({ post_id: postId, vote_dir: 1 })
      assertProblem(response, 422, 'validation_failed', ['/post_id'])
    })

  test('reports all errors at once', async ({ client }) => {
    const response = await client
      .post('/votes')
      .loginAs(await UserFactory.create())
      .json({})
    assertProblem(response, 422, 'validation_failed', ['/post_id', '/vote_dir'])
  })

  test('needs a token, and a post that exists and is not locked', async ({ client, assert }) => {
    const voter = await UserFactory.create()
    const locked = await PostFactory.merge({ locked: true }).create()
    const without = await client.post('/votes').json({ post_id: locked.id, vote_dir: 1 })
    assertProblem(without, 401, 'unauthenticated')
    assertProblem(await voteOf(client, voter, 999_999_999)(1), 404, 'not_found')
    assertProblem(await voteOf(client, voter, locked.id)(1), 403, 'post_locked')
    assert.isEmpty(await db.from('votes'))
  })

  test('waits for a write on the post, and is 404 if the post is hidden meanwhile', async ({
    client,
    assert,
  }) => {
    const [post, voter] = [await PostFactory.create(), await UserFactory.create()]
    const { vote } = await db.transaction(async (hiding) => {
      await hiding.from('posts').where('id', post.id).update({ published: false })
      const underway = voteOf(client, voter, post.id)(1).send()
      await untilBlocked()
      return { vote: underway }
    })
    assertProblem(await vote, 404, 'not_found')
    assert.isEmpty(await db.from('votes'))
  })

  test("works on the user's own post", async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    await answers(voteOf(client, author, post.id)(1), 200)
    assert.containSubset(await row('posts', { id: post.id }), { upvotes: 1 })
  })
})
