import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

test.group('GET /posts/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('shows the post with its author and its first twenty comments, oldest first', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.merge({ displayName: 'Alice' }).create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const comments = await CommentFactory.merge({
      postId: post.id,
      userId: author.id,
    }).createMany(21)

    const response = await client.get(`/posts/${post.id}`)
    response.assertStatus(200)
    const { comments: shown, ...rest } = response.body()
    assert.deepEqual(
      shown.map(({ id }: { id: number }) => id),
      comments.slice(0, 20).map(({ id }) => id)
    )
    assert.containSubset(shown[0], {
      content: comments[0].content,
      author: { id: author.id, username: author.username },
      depth: 0,
    })
    // The contract test knows all members.
    assert.containSubset(rest, {
      id: post.id,
      title: post.title,
      content: post.content,
      published: true,
      status: 'published',
      held: null,
      publish_at: null,
      unpublish_at: null,
      time_zone: null,
      published_at: post.publishedAt!.toUTC().toISO(),
      created_at: post.createdAt.toUTC().toISO(),
      updated_at: post.updatedAt!.toUTC().toISO(),
      user_id: author.id,
      author: { id: author.id, username: author.username, display_name: 'Alice' },
      votes_count: 0,
      upvotes: 0,
      downvotes: 0,
      comments_count: 21,
      locked: false,
    })
  })

  test('shows comments of all authors, oldest first', async ({ client, assert }) => {
    const { id: postId } = await PostFactory.create()
    const users = (await UserFactory.createMany(3)).reverse()
    const written = []
    for (const { id: userId } of users) {
      written.push((await CommentFactory.merge({ postId, userId }).create()).id)
    }
    const { comments } = await bodyOf(client.get(`/posts/${postId}`))
    assert.deepEqual(
      comments.map(({ id }: { id: number }) => id),
      written
    )
  })

  test('counts seven votes and three comments as seven and three', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const voters = await UserFactory.createMany(7)
    for (const voter of voters) {
      await client.post('/votes').loginAs(voter).json({ post_id: post.id, vote_dir: 1 })
    }
    for (const content of ['one', 'two', 'three']) {
      await client.post('/comments').loginAs(voters[0]).json({ post_id: post.id, content })
    }

    const counts = { votes_count: 7, upvotes: 7, downvotes: 0, comments_count: 3 }
    assert.containSubset(await bodyOf(client.get(`/posts/${post.id}`)), counts)
    assert.containSubset(await bodyOf(client.get('/posts')), [{ id: post.id, ...counts }])
  })

  test('shows each reader only their own vote', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const [fan, critic, reader] = await UserFactory.createMany(3)
    const votes = [
      { voter: fan, direction: 1 },
      { voter: critic, direction: -1 },
      { voter: reader, direction: 0 },
    ]
    for (const { voter, direction } of votes) {
      await client.post('/votes').loginAs(voter).json({ post_id: post.id, vote_dir: direction })
    }
    for (const { voter, direction } of votes) {
      for (const path of [
        `/posts/${post.id}`,
        '/posts',
        '/posts?sort=top',
        '/posts?skip=0&limit=5',
      ]) {
        const body = await bodyOf(client.get(path).loginAs(voter))
        assert.equal([body].flat()[0].my_vote, direction, path)
      }
    }
    assert.notProperty(await bodyOf(client.get(`/posts/${post.id}`)), 'my_vote')
    const [listed] = await bodyOf(client.get('/posts'))
    assert.notProperty(listed, 'my_vote')
  })

  test("shows the reader's own vote at once in a cached list", async ({ client, assert }) => {
    const post = await PostFactory.create()
    const voter = await UserFactory.create()
    const list = async () => {
      const [listed] = await bodyOf(client.get('/posts').loginAs(voter))
      return listed.my_vote
    }
    assert.equal(await list(), 0)
    await client.post('/votes').loginAs(voter).json({ post_id: post.id, vote_dir: 1 })
    assert.equal(await list(), 1)
  })

  test('shows changes of others at once: {name}')
    .with([
      { name: 'a vote', path: '/votes', body: { vote_dir: -1 }, change: { votes_count: -1 } },
      {
        name: 'a comment',
        path: '/comments',
        body: { content: 'Hello' },
        change: { comments_count: 1, comments: [{ content: 'Hello' }] },
      },
      {
        name: 'a comment sent with an idempotency key',
        path: '/comments',
        body: { content: 'Hello' },
        headers: { 'Idempotency-Key': 'hello' },
        change: { comments_count: 1 },
      },
    ])
    .run(async ({ client, assert }, { path, body, change, headers = {} }) => {
      const post = await PostFactory.create()
      const before = await client.get(`/posts/${post.id}`)
      await client
        .post(path)
        .loginAs(await UserFactory.create())
        .headers(headers as Record<string, string>)
        .json({ post_id: post.id, ...body })

      const after = await client.get(`/posts/${post.id}`)
      assert.containSubset(after.body(), change)
      assert.notEqual(after.header('etag'), before.header('etag'))
    })

  test('answers 404 for {id}')
    .with([{ id: '999999999' }, { id: '2147483648' }, { id: '9007199254740991' }])
    .run(async ({ client }, { id }) => {
      assertProblem(await client.get(`/posts/${id}`), 404, 'not_found')
      assertProblem(await client.get(`/posts/${id}/comments`), 404, 'not_found')
    })

  test('has the same bytes and the same tag for every reader without a token', async ({
    client,
    assert,
  }) => {
    const post = await PostFactory.create()
    const [first, second] = [
      await client.get(`/posts/${post.id}`),
      await client.get(`/posts/${post.id}?_any=thing`),
    ]
    assert.equal(first.text(), second.text())
    assert.equal(first.header('etag'), second.header('etag'))
    assert.deepEqual(idsOf(await client.get('/posts?_any=thing')), [post.id])
  })

  test('answers HEAD like GET, without the body', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const got = await client.get(`/posts/${post.id}`)
    const head = await client.head(`/posts/${post.id}`)
    head.assertStatus(200)
    assert.equal(head.header('etag'), got.header('etag'))
    assert.isEmpty(head.text() ?? '')
  })
})
