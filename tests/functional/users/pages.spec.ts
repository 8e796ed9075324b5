import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'

const ids = (items: { id: number }[]) => items.map(({ id }) => id)

test.group('GET /users/{id}/posts', (group) => {
  group.each.setup(emptyDatabase)

  test('lists the posts of one author, newest first, page by page', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const posts = await PostFactory.merge({ userId: author.id }).createMany(3)
    await PostFactory.create()

    const first = await client.get(`/users/${author.id}/posts?limit=2`)
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.header('link')!)!
    const second = await client.get(next)

    assert.deepEqual(
      ids([...first.body(), ...second.body()]),
      ids(posts).sort((a, b) => b - a)
    )
    assert.notInclude(second.header('link')!, 'rel="next"')
  })

  test('shows drafts to {viewer}: {sees}')
    .with([
      { viewer: 'a stranger', sees: false },
      { viewer: 'another member', sees: false },
      { viewer: 'the author', sees: true },
      { viewer: 'a moderator', sees: true },
    ] as const)
    .run(async ({ client, assert }, { viewer, sees }) => {
      const author = await UserFactory.create()
      const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
      const someone = {
        'a stranger': () => null,
        'another member': () => UserFactory.create(),
        'the author': () => author,
        'a moderator': () => UserFactory.apply('moderator').create(),
      }[viewer]
      const token = await someone()

      const request = client.get(`/users/${author.id}/posts`)
      const response = await (token ? request.loginAs(token) : request)

      assert.deepEqual(ids(response.body()), sees ? [draft.id] : [])
    })
})

test.group('GET /users/{id}/comments', (group) => {
  group.each.setup(emptyDatabase)

  test('lists the comments of one author on public posts, newest first', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const comments = await CommentFactory.merge({ userId: author.id }).createMany(2)
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    await CommentFactory.merge({ userId: author.id, postId: draft.id }).create()
    await CommentFactory.create()

    const response = await client.get(`/users/${author.id}/comments`)

    response.assertStatus(200)
    assert.deepEqual(
      ids(response.body()),
      ids(comments).sort((a, b) => b - a)
    )
  })
})

test.group('The lists of a user', (group) => {
  group.each.setup(emptyDatabase)

  test('GET {path} is 404 for an unknown user')
    .with([{ path: '/users/99/posts' }, { path: '/users/99/comments' }, { path: '/users/99' }])
    .run(async ({ client }, { path }) => {
      const response = await client.get(path)
      response.assertStatus(404)
    })

  test('GET {page} is 401 with a bad token')
    .with([{ page: '' }, { page: '/posts' }, { page: '/comments' }])
    .run(async ({ client }, { page }) => {
      const { id } = await UserFactory.create()
      const response = await client.get(`/users/${id}${page}`).bearerToken('no.such.token')
      response.assertStatus(401)
    })
})
