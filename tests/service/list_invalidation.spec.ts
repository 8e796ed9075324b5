import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'

/** All that a reader without a token sees, as one text. */
async function seen(client: ApiClient, path: string) {
  const response = await client.get(path)
  return response.status() === 200 ? response.text() : String(response.status())
}

test.group('After a write, in the lists', (group) => {
  group.each.setup(emptyDatabase)

  test('a publication is visible in the post and in the lists at once', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    assert.equal(await seen(client, `/posts/${draft.id}`), '404')
    assert.equal(await seen(client, '/posts'), '[]')

    await client.patch(`/posts/${draft.id}`).loginAs(author).json({ published: true })

    assert.include(await seen(client, `/posts/${draft.id}`), draft.title)
    assert.include(await seen(client, '/posts'), draft.title)
  })

  test('lists in the order {sort} show new, changed and deleted posts at once')
    .with([{ sort: 'new' }, { sort: 'old' }, { sort: 'top' }, { sort: 'hot' }])
    .run(async ({ client, assert }, { sort }) => {
      const author = await UserFactory.create()
      const lists = [`/posts?sort=${sort}`, `/posts?sort=${sort}&limit=50`]
      const texts = () => Promise.all(lists.map((list) => seen(client, list)))
      assert.deepEqual(await texts(), ['[]', '[]'])

      const created = await client
        .post('/posts')
        .loginAs(author)
        .header('idempotency-key', sort)
        .json({ title: 'First', content: 'Text' })
      for (const text of await texts()) assert.include(text, '"First"')

      const path = created.header('location')!
      await client.patch(path).loginAs(author).json({ title: 'Second' })
      for (const text of await texts()) assert.include(text, '"Second"')

      await client.patch('/users/me').loginAs(author).json({ display_name: 'Countess' })
      for (const text of await texts()) assert.include(text, '"Countess"')

      await client.patch(path).loginAs(author).json({ published: false })
      assert.deepEqual(await texts(), ['[]', '[]'])

      await client.patch(path).loginAs(author).json({ published: true })
      for (const text of await texts()) assert.include(text, '"Second"')

      await client.delete(path).loginAs(author)
      assert.deepEqual(await texts(), ['[]', '[]'])
    })

  test('lists show votes and comments within two seconds', async ({ client, assert }) => {
    const [post, voter] = [await PostFactory.create(), await UserFactory.create()]
    assert.include(await seen(client, '/posts'), '"votes_count":0')

    await client.post('/votes').loginAs(voter).json({ post_id: post.id, vote_dir: -1 })
    const about = { post_id: post.id, content: 'Well said' }
    await client.post('/comments').loginAs(voter).json(about)

    const isRight = async () =>
      /"votes_count":-1.*"comments_count":1/.test(await seen(client, '/posts'))
    await eventually(isRight, { within: 2100 })
  })

  test('a draft is never visible to another user, in any order of requests', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.apply('draft').merge({ userId: author.id }).create()
    const moderator = await UserFactory.apply('moderator').create()
    const path = `/posts/${draft.id}`

    for (const viewer of [author, moderator]) {
      await answers(client.get(path).loginAs(viewer), 200)
      await client.get(`/users/${author.id}/posts`).loginAs(viewer)
      assert.equal(await seen(client, path), '404')
      assert.equal(await seen(client, `/users/${author.id}/posts`), '[]')
    }
    await answers(client.get(path).loginAs(await UserFactory.create()), 404)
  })
})
