import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { textOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { untilBlocked } from '#tests/support/waiting'

const text = { title: 'A title', content: 'Some content' }
const methods = ['PUT', 'PATCH']

test.group('PUT and PATCH /posts/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('{method} changes {change} and nothing else')
    .with(
      methods.flatMap((method) =>
        [
          { title: 'New' },
          { content: 'New' },
          { title: 'New', content: 'Newer' },
          { published: false },
          {},
        ].map((change) => ({ method, change }))
      )
    )
    .run(async ({ client, assert }, { method, change }) => {
      const author = await UserFactory.create()
      const post = await PostFactory.merge({ userId: author.id, ...text }).create()

      const response = await client
        .request(`/posts/${post.id}`, method)
        .loginAs(author)
        .json(change)

      response.assertStatus(200)
      const expected = { ...text, published: true, ...change }
      assert.containSubset(response.body(), { ...expected, id: post.id, my_vote: 0 })
      const saved = await row('posts', { id: post.id })
      assert.containSubset(saved, { ...expected, user_id: author.id })
      assert.equal(saved.created_at.getTime(), post.createdAt.toMillis())
    })

  test('{method} ignores fields that the server owns')
    .with(methods.map((method) => ({ method })))
    .run(async ({ client, assert }, { method }) => {
      const [author, other] = await UserFactory.createMany(2)
      const post = await PostFactory.merge({ userId: author.id, ...text }).create()
      const before = await row('posts', { id: post.id })

      const response = await client.request(`/posts/${post.id}`, method).loginAs(author).json({
        id: 1,
        user_id: other.id,
        upvotes: 9,
        votes_count: 9,
        comments_count: 9,
        created_at: '2001-01-01T00:00:00.000Z',
        updated_at: '2001-01-01T00:00:00.000Z',
        published_at: '2001-01-01T00:00:00.000Z',
        locked: true,
      })

      response.assertStatus(200)
      assert.deepEqual(await row('posts', { id: post.id }), before)
    })

  test('{method} by {name} is forbidden')
    .with(
      methods.flatMap((method) => [
        { method, name: 'another user', role: 'member' as const },
        { method, name: 'a moderator', role: 'moderator' as const },
        { method, name: 'an author', role: 'author' as const },
      ])
    )
    .run(async ({ client, assert }, { method, role }) => {
      const post = await PostFactory.merge(text).create()
      const other = await UserFactory.merge({ role }).create()

      const change = { title: 'Mine now', published: false }
      for (const body of [change, { title: '' }]) {
        const response = await client.request(`/posts/${post.id}`, method).loginAs(other).json(body)
        assertProblem(response, 403, 'forbidden')
      }
      assert.containSubset(await row('posts', { id: post.id }), { ...text, published: true })
    })

  test('{method} needs a token, and a post that exists')
    .with(methods.map((method) => ({ method })))
    .run(async ({ client }, { method }) => {
      const post = await PostFactory.create()
      const without = await client.request(`/posts/${post.id}`, method).json({ title: 'New' })
      assertProblem(without, 401, 'unauthenticated')

      const nowhere = await client
        .request('/posts/999999999', method)
        .loginAs(await UserFactory.create())
        .json({ title: 'New' })
      assertProblem(nowhere, 404, 'not_found')
    })

  test('shows the edit at once to every reader of the old text', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id, ...text }).create()
    const readers = [
      () => client.get(`/posts/${post.id}`),
      () => client.get(`/posts/${post.id}`).loginAs(author),
      () => client.get('/posts'),
      () => client.get('/posts?sort=hot&limit=7').loginAs(author),
      () => client.get(`/users/${author.id}/posts`),
    ]
    for (const read of readers) assert.include(await textOf(read()), '"A title"')

    await client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'New' })

    for (const read of readers) {
      const shown = await textOf(read())
      assert.include(shown, '"New"')
      assert.notInclude(shown, '"A title"')
    }
  })

  test('saves nothing of an edit that is answered 404 because the post was removed meanwhile', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id, ...text }).create()
    const edit = await db.transaction(async (moderator) => {
      await moderator.from('posts').where('id', post.id).update({ removed_at: new Date() })
      const edited = client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'New' })
      const answer = Promise.resolve(edited.then((response) => response))
      await untilBlocked()
      return () => answer
    })

    assertProblem(await edit(), 404, 'not_found')
    assert.containSubset(await row('posts', { id: post.id }), { title: 'A title' })
  })

  test('removes a post from the lists, and returns it to its old place', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const newer = await PostFactory.merge({ userId: author.id }).create()
    const publish = (published: boolean) =>
      client.put(`/posts/${post.id}`).loginAs(author).json({ published })
    const listed = async () => idsOf(await client.get('/posts'))
    assert.deepEqual(await listed(), [newer.id, post.id])

    await publish(false)
    assert.deepEqual(await listed(), [newer.id])
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    assert.containSubset(await row('users', { id: author.id }), { posts_count: 1 })

    await publish(true)
    assert.deepEqual(await listed(), [newer.id, post.id])
    assert.containSubset(await row('users', { id: author.id }), { posts_count: 2 })
  })
})
