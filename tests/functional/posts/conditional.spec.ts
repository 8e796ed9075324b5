import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

const writes = [
  { method: 'PUT', status: 200, body: { title: 'Mine' } },
  { method: 'PATCH', status: 200, body: { title: 'Mine' } },
  { method: 'DELETE', status: 204, body: {} },
]

/** Ways to send a known tag, also beside others. */
const naming = [
  { name: 'alone', header: (tag: string) => tag },
  { name: 'as a weak one', header: (tag: string) => `W/${tag}` },
  { name: 'in a list', header: (tag: string) => `"other", ${tag} , W/"third"` },
  { name: 'as any', header: () => '*' },
]

test.group('If-None-Match', (group) => {
  group.each.setup(emptyDatabase)

  for (const path of ['/posts/{id}', '/posts', '/posts/{id}/comments', '/comments/{comment}']) {
    test(`answers 304 for ${path} with its tag {name}`)
      .with(naming)
      .run(async ({ client, assert }, { header }) => {
        const author = await UserFactory.create()
        const post = await PostFactory.merge({ userId: author.id }).create()
        const comment = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
        const address = path.replace('{id}', `${post.id}`).replace('{comment}', `${comment.id}`)
        const first = await client.get(address)
        const tag = first.header('etag')!
        assert.match(tag, /^"[\w.-]+"$/)

        const again = await client.get(address).header('If-None-Match', header(tag))

        again.assertStatus(304)
        assert.equal(again.text() ?? '', '')
        assert.equal(again.header('etag'), tag)
        assert.equal(again.header('vary'), first.header('vary'))
        assert.isUndefined(again.header('content-type'))
      })
  }

  test('answers 200 after {name} has changed the post')
    .with([
      { name: 'an edit', method: 'PATCH', path: '/posts/{id}', body: { title: 'New' } },
      { name: 'a vote', method: 'POST', path: '/votes', body: { vote_dir: 1 } },
      { name: 'a comment', method: 'POST', path: '/comments', body: { content: 'Hello' } },
    ])
    .run(async ({ client, assert }, { method, path, body }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id }).create()
      const tag = await tagOf(client.get(`/posts/${post.id}`))

      await client
        .request(path.replace('{id}', `${post.id}`), method)
        .loginAs(author)
        .json({ ...(path.includes('{id}') ? {} : { post_id: post.id }), ...body })

      const again = await client.get(`/posts/${post.id}`).header('If-None-Match', tag)
      again.assertStatus(200)
      assert.notEqual(again.header('etag'), tag)
    })

  test('distinguishes readers with and without their own vote', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const [voter, other] = await UserFactory.createMany(2)
    await client.post('/votes').loginAs(voter).json({ post_id: post.id, vote_dir: 1 })
    const own = await tagOf(client.get(`/posts/${post.id}`).loginAs(voter))

    const others = await client.get(`/posts/${post.id}`).loginAs(other).header('If-None-Match', own)
    others.assertStatus(200)
    assert.equal(others.body().my_vote, 0)
    const anybody = await client.get(`/posts/${post.id}`).header('If-None-Match', own)
    anybody.assertStatus(200)
    assert.include(anybody.header('vary')!, 'Authorization')
  })
})

test.group('If-Match', (group) => {
  group.each.setup(emptyDatabase)

  test('{method} succeeds with the current tag, and with *')
    .with(writes)
    .run(async ({ client }, { method, status, body }) => {
      const author = await UserFactory.create()
      for (const { header } of naming) {
        const post = await PostFactory.merge({ userId: author.id }).create()
        const tag = await tagOf(client.get(`/posts/${post.id}`))
        const response = await client
          .request(`/posts/${post.id}`, method)
          .loginAs(author)
          .header('If-Match', header(tag))
          .json(body)
        response.assertStatus(status)
      }
    })

  test('{method} is refused with the tag from before an edit, and changes nothing')
    .with(writes)
    .run(async ({ client, assert }, { method, body }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id }).create()
      const path = `/posts/${post.id}`
      const stale = await tagOf(client.get(path))
      await client.patch(path).loginAs(author).json({ title: 'Meanwhile' })

      for (const tag of [stale, '"nonsense"', 'nonsense', '""', `W/${stale}`, `${stale}, "x"`]) {
        const response = await client
          .request(path, method)
          .loginAs(author)
          .header('If-Match', tag)
          .json(body)
        assertProblem(response, 412, 'precondition_failed')
      }
      assert.containSubset(await row('posts', { id: post.id }), { title: 'Meanwhile' })
    })

  test('{method} ignores votes and comments, which are no edits')
    .with(writes)
    .run(async ({ client }, { method, status, body }) => {
      const [author, other] = await UserFactory.createMany(2)
      const post = await PostFactory.merge({ userId: author.id }).create()
      const path = `/posts/${post.id}`
      const tag = await tagOf(client.get(path))
      await client.post('/votes').loginAs(other).json({ post_id: post.id, vote_dir: 1 })
      await client.post('/comments').loginAs(other).json({ post_id: post.id, content: 'Hello' })

      const response = await client
        .request(path, method)
        .loginAs(author)
        .header('If-Match', tag)
        .json(body)
      response.assertStatus(status)
    })

  test("accepts the tag of a write's answer for the next write", async ({ client }) => {
    const author = await UserFactory.create()
    const created = await client
      .post('/posts')
      .loginAs(author)
      .json({ title: 'One', content: 'Text' })
    const path = created.header('location')!
    const edit = (tag: string, title: string) =>
      client.patch(path).loginAs(author).header('If-Match', tag).json({ title })

    const second = await edit(created.header('etag')!, 'Two')
    second.assertStatus(200)
    const third = await edit(second.header('etag')!, 'Three')
    third.assertStatus(200)
    assertProblem(await edit(second.header('etag')!, 'Four'), 412, 'precondition_failed')
  })

  test('lets only one of two simultaneous edits succeed', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const tag = await tagOf(client.get(`/posts/${post.id}`))

    const answers = await Promise.all(
      ['One', 'Two', 'Three', 'Four'].map((title) =>
        client.patch(`/posts/${post.id}`).loginAs(author).header('If-Match', tag).json({ title })
      )
    )
    const statuses = answers.map((answer) => answer.status()).sort()
    assert.deepEqual(statuses, [200, 412, 412, 412])
    const winner = answers.find((answer) => answer.status() === 200)!
    assert.containSubset(await row('posts', { id: post.id }), { title: winner.body().title })
  })

  test('is checked after 404, 403 and 422', async ({ client }) => {
    const [author, other] = await UserFactory.createMany(2)
    const post = await PostFactory.merge({ userId: author.id }).create()
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const write = (id: number, user: typeof author, title: string) =>
      client.put(`/posts/${id}`).loginAs(user).header('If-Match', '"stale"').json({ title })

    assertProblem(await write(draft.id, other, 'New'), 404, 'not_found')
    assertProblem(await write(post.id, other, 'New'), 403, 'forbidden')
    assertProblem(await write(post.id, author, ''), 422, 'validation_failed', ['/title'])
  })
})
