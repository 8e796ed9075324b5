import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { cursorOf, followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

/** An author with a commented draft, beside public posts. */
async function cast() {
  const [author, stranger] = await UserFactory.createMany(2)
  const moderator = await UserFactory.apply('moderator').create()
  const [older, newer] = await PostFactory.merge({ userId: author.id }).createMany(2)
  const draft = await PostFactory.merge({ userId: author.id, title: 'Secret plans' })
    .apply('draft')
    .create()
  const comment = await CommentFactory.merge({ postId: draft.id, userId: author.id }).create()
  return { author, stranger, moderator, older, newer, draft, comment }
}

const as = (client: ApiClient, viewer: User | null) => (path: string) =>
  viewer ? client.get(path).loginAs(viewer) : client.get(path)

test.group('A draft', (group) => {
  group.each.setup(emptyDatabase)

  test('is in no list of another user: {path}')
    .with(
      [
        '/posts',
        '/posts?sort=old',
        '/posts?sort=top',
        '/posts?sort=hot',
        '/posts?skip=0&limit=100',
        '/posts?search=secret',
        '/posts?search=secret&author={author}',
        '/posts?search=secret%20or%20nothing&sort=new',
        '/posts?author={author}',
        '/posts?author={author}&sort=hot',
        '/users/{author}/posts',
        '/users/{author}/posts?search=plans',
        '/users/{author}/comments',
      ].map((path) => ({ path }))
    )
    .run(async ({ client, assert }, { path }) => {
      const { author, stranger, draft, comment } = await cast()
      const address = path.replace('{author}', String(author.id))
      for (const viewer of [null, stranger, null]) {
        const response = await as(client, viewer)(address)
        response.assertStatus(200)
        assert.notIncludeMembers(idsOf(response), [draft.id])
        assert.notInclude(response.text(), 'Secret')
        assert.notInclude(response.text(), comment.content!)
      }
    })

  test('is never in the list of all posts, and in the author’s list only for author and staff', async ({
    client,
    assert,
  }) => {
    const { author, moderator, older, newer, draft } = await cast()
    for (const viewer of [author, moderator]) {
      const get = as(client, viewer)
      assert.deepEqual(idsOf(await get('/posts')), [newer.id, older.id])
      const own = [`/posts?author=${author.id}`, `/users/${author.id}/posts`]
      for (const path of own)
        assert.deepEqual(idsOf(await get(path)), [draft.id, newer.id, older.id])
      assert.deepEqual(idsOf(await get(`/posts?author=${author.id}&search=secret`)), [draft.id])
    }
  })

  test('is {status} for {name}')
    .with([
      { name: 'nobody', role: null, status: 404 },
      { name: 'stranger', role: 'stranger' as const, status: 404 },
      { name: 'author', role: 'author' as const, status: 200 },
      { name: 'moderator', role: 'moderator' as const, status: 200 },
    ])
    .run(async ({ client, assert }, { role, status }) => {
      const { draft, comment, ...people } = await cast()
      const get = as(client, role && people[role])
      for (const path of [
        `/posts/${draft.id}`,
        `/posts/${draft.id}/comments`,
        `/comments/${comment.id}`,
      ]) {
        const response = await get(path)
        if (status === 200) response.assertStatus(200)
        else assertProblem(response, 404, 'not_found')
      }
      if (status === 404) return
      assert.containSubset(await bodyOf(get(`/posts/${draft.id}`)), { published: false })
    })

  test('does not leak through the cache, in any order of readers', async ({ client }) => {
    const { author, stranger, moderator, draft } = await cast()
    const order = [null, author, stranger, moderator, null, stranger, author, null]
    for (const viewer of order) {
      const response = await as(client, viewer)(`/posts/${draft.id}`)
      const may = viewer === author || viewer === moderator
      if (may) response.assertStatus(200)
      else assertProblem(response, 404, 'not_found')
    }
  })

  test('does not leak through a tag: {condition}')
    .with([{ condition: 'the author’s own' }, { condition: '*' }])
    .run(async ({ client }, { condition }) => {
      const { author, stranger, draft } = await cast()
      const own = await tagOf(as(client, author)(`/posts/${draft.id}`))
      const tag = condition === '*' ? '*' : own
      for (const viewer of [null, stranger]) {
        const response = await as(client, viewer)(`/posts/${draft.id}`).header('If-None-Match', tag)
        assertProblem(response, 404, 'not_found')
      }
    })

  test('does not leak through a cursor of its author', async ({ client, assert }) => {
    const { author, stranger, draft, newer, older } = await cast()
    const path = `/users/${author.id}/posts`
    const first = await as(client, author)(`${path}?limit=1`)
    assert.deepEqual(idsOf(first), [draft.id])
    const cursor = cursorOf(first)

    for (const viewer of [null, stranger]) {
      const next = await as(client, viewer)(`${path}?limit=5&cursor=${cursor}`)
      assert.deepEqual(idsOf(next), [newer.id, older.id])
      const seen = await followToTheEnd(as(client, viewer), `${path}?limit=1`)
      assert.deepEqual(seen, [newer.id, older.id])
    }
    assert.deepEqual(await followToTheEnd(as(client, author), `${path}?limit=1`), [
      draft.id,
      newer.id,
      older.id,
    ])
  })

  test('does not count, and neither do the comments on it', async ({ client, assert }) => {
    const { author, stranger } = await cast()
    for (const viewer of [null, stranger, author]) {
      const profile = await as(client, viewer)(`/users/${author.id}`)
      assert.containSubset(profile.body(), { posts_count: 2, comments_count: 0 })
    }
  })

  test('refuses {method} {path} of another user')
    .with([
      { method: 'PUT', path: '/posts/{draft}', body: { title: 'Mine' } },
      { method: 'PATCH', path: '/posts/{draft}', body: { title: '' } },
      { method: 'DELETE', path: '/posts/{draft}', body: {} },
      { method: 'POST', path: '/votes', body: { post_id: 0, vote_dir: 1 } },
      { method: 'POST', path: '/comments', body: { post_id: 0, content: 'Hello' } },
      { method: 'PATCH', path: '/comments/{comment}', body: { content: 'Mine' } },
      { method: 'DELETE', path: '/comments/{comment}', body: {} },
    ])
    .run(async ({ client, assert }, { method, path, body }) => {
      const { stranger, draft, comment } = await cast()
      const before = await row('posts', { id: draft.id })
      const response = await client
        .request(
          path.replace('{draft}', `${draft.id}`).replace('{comment}', `${comment.id}`),
          method
        )
        .loginAs(stranger)
        .json('post_id' in body ? { ...body, post_id: draft.id } : body)

      assertProblem(response, 404, 'not_found')
      assert.deepEqual(await row('posts', { id: draft.id }), before)
    })
})
