import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

const text = { title: 'On squares', content: 'A square belongs to those who meet on it.' }

test.group('POST /posts', (group) => {
  group.each.setup(emptyDatabase)

  test('publishes a post, and answers with its Location', async ({ client, assert }) => {
    const author = await UserFactory.merge({ displayName: 'Alice' }).create()
    const response = await client.post('/posts').loginAs(author).json(text)

    response.assertStatus(201)
    const post = response.body()
    response.assertHeader('location', `/posts/${post.id}`)
    assert.match(response.header('etag')!, /^"[\w.-]+"$/)
    for (const time of ['created_at', 'updated_at', 'published_at']) {
      assert.match(post[time], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    }
    assert.containSubset(post, {
      ...text,
      published: true,
      user_id: author.id,
      author: { id: author.id, username: author.username, display_name: 'Alice' },
      votes_count: 0,
      upvotes: 0,
      downvotes: 0,
      comments_count: 0,
      locked: false,
      comments: [],
      my_vote: 0,
    })
    assert.containSubset(await row('posts', { id: post.id }), { ...text, user_id: author.id })
    assert.containSubset(await row('users', { id: author.id }), { posts_count: 1 })
  })

  test('answers with the same JSON as GET', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const created = await client.post('/posts').loginAs(author).json(text)
    const read = await client.get(created.header('location')!).loginAs(author)

    assert.deepEqual(read.body(), created.body())
    assert.equal(read.header('etag'), created.header('etag'))
  })

  test('stores a draft as a draft', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const response = await client
      .post('/posts')
      .loginAs(author)
      .json({ ...text, published: false })

    response.assertStatus(201)
    assert.containSubset(response.body(), { published: false, published_at: null })
    const { id } = response.body()
    assert.containSubset(await row('posts', { id }), { published: false, published_at: null })
    assert.containSubset(await row('users', { id: author.id }), { posts_count: 0 })
  })

  test('shows the post at once in a cached list, {name}')
    .with([
      { name: 'without an idempotency key', headers: {} },
      { name: 'with one', headers: { 'Idempotency-Key': 'first-post' } },
    ])
    .run(async ({ client, assert }, { headers }) => {
      const author = await UserFactory.create()
      assert.isEmpty(await bodyOf(client.get('/posts')))

      const created = await client
        .post('/posts')
        .loginAs(author)
        .headers(headers as Record<string, string>)
        .json(text)

      created.assertStatus(201)
      assert.deepEqual(idsOf(await client.get('/posts')), [created.body().id])
    })

  test('ignores fields that the server owns', async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const response = await client
      .post('/posts')
      .loginAs(author)
      .json({
        ...text,
        id: 1,
        user_id: other.id,
        author: { id: other.id },
        created_at: '2001-01-01T00:00:00.000Z',
        updated_at: '2001-01-01T00:00:00.000Z',
        published_at: '2001-01-01T00:00:00.000Z',
        upvotes: 99,
        downvotes: 99,
        votes_count: 99,
        comments_count: 99,
        locked: true,
        comments: [{ content: 'Nobody said this' }],
        my_vote: 1,
      })

    response.assertStatus(201)
    const { id, created_at: createdAt } = response.body()
    assert.notEqual(id, 1)
    assert.isAbove(Date.parse(createdAt), Date.parse('2025-01-01'))
    const saved = await row('posts', { id })
    assert.containSubset(saved, {
      user_id: author.id,
      upvotes: 0,
      downvotes: 0,
      comments_count: 0,
      locked: false,
      removed_at: null,
    })
    assert.isAbove(saved.published_at.getTime(), Date.parse('2025-01-01'))
  })

  test('refuses a request without a token', async ({ client }) => {
    const response = await client.post('/posts').json(text)
    assertProblem(response, 401, 'unauthenticated')
    response.assertHeader('www-authenticate', 'Bearer realm="plaza"')
  })
})
