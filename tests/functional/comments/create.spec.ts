import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import Comment from '#models/comment'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

/** A chain of nested comments. */
async function deepest(postId: number, userId: number) {
  let parent = await CommentFactory.merge({ postId, userId }).create()
  for (let depth = 1; depth <= Comment.maxDepth; depth++) {
    parent = await CommentFactory.merge({ postId, userId, parentId: parent.id, depth }).create()
  }
  return parent
}

test.group('POST /comments', (group) => {
  group.each.setup(emptyDatabase)

  test('creates a comment, and answers with its Location', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const author = await UserFactory.merge({ displayName: 'Bob' }).create()
    const response = await client
      .post('/comments')
      .loginAs(author)
      .json({ post_id: post.id, content: ' Well said.\n' })

    response.assertStatus(201)
    const { id, created_at: created, updated_at: updated, ...rest } = response.body()
    response.assertHeader('location', `/comments/${id}`)
    assert.match(created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.equal(updated, created)
    assert.deepEqual(rest, {
      content: 'Well said.',
      post_id: post.id,
      user_id: author.id,
      author: { id: author.id, username: author.username, display_name: 'Bob' },
      parent_id: null,
      depth: 0,
      replies_count: 0,
      deleted: false,
    })
    assert.containSubset(await row('comments', { id }), {
      content: 'Well said.',
      post_id: post.id,
      user_id: author.id,
    })
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: 1 })
    assert.containSubset(await row('users', { id: author.id }), { comments_count: 1 })

    const read = await client.get(`/comments/${id}`)
    assert.deepEqual(read.body(), response.body())
    assert.equal(read.header('etag'), response.header('etag'))
  })

  test('replies to a comment, one level deeper', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const author = await UserFactory.create()
    const reply = (parentId: number | null) =>
      bodyOf(
        client
          .post('/comments')
          .loginAs(author)
          .json({ post_id: post.id, content: 'So it is', parent_id: parentId })
      )

    const first = await reply(null)
    const second = await reply(first.id)
    const third = await reply(second.id)

    assert.containSubset(second, { parent_id: first.id, depth: 1 })
    assert.containSubset(third, { parent_id: second.id, depth: 2 })
    assert.containSubset(await row('comments', { id: first.id }), { replies_count: 1 })
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: 3 })
  })

  test('nests up to the limit, and no deeper', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const author = await UserFactory.create()
    const bottom = await deepest(post.id, author.id)
    const reply = (parentId: number) =>
      client
        .post('/comments')
        .loginAs(author)
        .json({ post_id: post.id, content: 'Deeper', parent_id: parentId })

    const beside = await reply(bottom.parentId!)
    beside.assertStatus(201)
    assert.equal(beside.body().depth, Comment.maxDepth)
    assertProblem(await reply(bottom.id), 422, 'validation_failed', ['/parent_id'])
    assert.containSubset(await row('comments', { id: bottom.id }), { replies_count: 0 })
  })

  test('does not reply to {name}')
    .with([
      { name: 'a comment on another post', parent: 'other' as const },
      { name: 'a tombstone', parent: 'tombstone' as const },
      { name: 'a comment that is not there', parent: 'missing' as const },
    ])
    .run(async ({ client, assert }, { parent }) => {
      const author = await UserFactory.create()
      const [post, elsewhere] = await PostFactory.merge({ userId: author.id }).createMany(2)
      const other = await CommentFactory.merge({
        postId: elsewhere.id,
        userId: author.id,
      }).create()
      const tombstone = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
      await tombstone.entomb()
      const parents = { other: other.id, tombstone: tombstone.id, missing: 999_999_999 }

      const response = await client
        .post('/comments')
        .loginAs(author)
        .json({ post_id: post.id, content: 'Hello', parent_id: parents[parent] })

      assertProblem(response, 422, 'validation_failed', ['/parent_id'])
      assert.isEmpty(await db.from('comments').where('content', 'Hello'))
    })

  test('refuses {name}')
    .with([
      { name: 'no content', change: { content: undefined }, pointers: ['/content'] },
      { name: 'a content of null', change: { content: null }, pointers: ['/content'] },
      { name: 'an empty content', change: { content: '' }, pointers: ['/content'] },
      { name: 'a blank content', change: { content: ' \n' }, pointers: ['/content'] },
      {
        name: 'too long a content',
        change: { content: 'x'.repeat(10_001) },
        pointers: ['/content'],
      },
      { name: 'NUL', change: { content: 'a\u0000' }, pointers: ['/content'] },
      { name: 'half a surrogate pair', change: { content: '\uD800' }, pointers: ['/content'] },
      { name: 'a list for content', change: { content: ['Hello'] }, pointers: ['/content'] },
      { name: 'no post', change: { post_id: undefined }, pointers: ['/post_id'] },
      ...[null, '1', 0, -1, 1.5, 1e300, 2 ** 53, [1], { id: 1 }, true].map((value) => ({
        name: `the post ${JSON.stringify(value)}`,
        change: { post_id: value },
        pointers: ['/post_id'],
      })),
      ...['1', 0, -1, 1.5, 2 ** 53, [], false].map((value) => ({
        name: `the parent ${JSON.stringify(value)}`,
        change: { parent_id: value },
        pointers: ['/parent_id'],
      })),
      {
        name: 'all of it at once',
        change: { post_id: 'x', content: 5, parent_id: 'y' },
        pointers: ['/post_id', '/content', '/parent_id'],
      },
    ])
    .run(async ({ client, assert }, { change, pointers }) => {
      const post = await PostFactory.create()
      const response = await client
        .post('/comments')
        .loginAs(await UserFactory.create())
        .json({ post_id: post.id, content: 'Hello', ...change })
      assertProblem(response, 422, 'validation_failed', pointers)
      assert.isEmpty(await db.from('comments'))
    })

  test('takes 10 000 emoji', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const content = '🌻'.repeat(10_000)
    const response = await client
      .post('/comments')
      .loginAs(await UserFactory.create())
      .json({ post_id: post.id, content })
    response.assertStatus(201)
    assert.containSubset(await row('comments', { id: response.body().id }), { content })
  })

  test('ignores fields that the server owns', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const [author, other] = await UserFactory.createMany(2)
    const response = await client.post('/comments').loginAs(author).json({
      post_id: post.id,
      content: 'Hello',
      id: 1,
      user_id: other.id,
      depth: 7,
      replies_count: 7,
      deleted: true,
      created_at: '2001-01-01T00:00:00.000Z',
    })
    response.assertStatus(201)
    const saved = await row('comments', { id: response.body().id })
    assert.containSubset(saved, {
      user_id: author.id,
      depth: 0,
      replies_count: 0,
      deleted_at: null,
    })
    assert.isAbove(saved.created_at.getTime(), Date.parse('2025-01-01'))
  })

  test('needs a token, and a post that exists and is not locked', async ({ client }) => {
    const author = await UserFactory.create()
    const locked = await PostFactory.merge({ locked: true }).create()
    const comment = (postId: number) =>
      client.post('/comments').json({ post_id: postId, content: 'Hello' })

    assertProblem(await comment(locked.id), 401, 'unauthenticated')
    assertProblem(await comment(999_999_999).loginAs(author), 404, 'not_found')
    assertProblem(await comment(locked.id).loginAs(author), 403, 'post_locked')
  })
})
