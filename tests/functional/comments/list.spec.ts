import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { cursorOf, followToTheEnd, idsOf, linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

/** Two comments on a post. The first has three replies, and one of these has a reply. */
async function thread() {
  const author = await UserFactory.create()
  const post = await PostFactory.merge({ userId: author.id }).create()
  const comment = (parentId: number | null, depth: number) =>
    CommentFactory.merge({ postId: post.id, userId: author.id, parentId, depth }).create()
  const first = await comment(null, 0)
  const second = await comment(null, 0)
  const replies = [
    await comment(first.id, 1),
    await comment(first.id, 1),
    await comment(first.id, 1),
  ]
  const deep = await comment(replies[0].id, 2)
  const ids = [first, second, ...replies, deep].map(({ id }) => id)
  return { author, post, first, second, replies, deep, ids, path: `/posts/${post.id}/comments` }
}

test.group('GET /posts/{id}/comments', (group) => {
  group.each.setup(emptyDatabase)

  test('lists all comments of a post and no others, oldest first', async ({ client, assert }) => {
    const { path, ids, author, first, deep } = await thread()
    await CommentFactory.merge({ userId: author.id }).create()
    const response = await client.get(path)

    response.assertStatus(200)
    assert.deepEqual(idsOf(response), ids)
    assert.containSubset(response.body()[0], {
      id: first.id,
      content: first.content,
      author: { id: author.id, username: author.username },
      depth: 0,
      replies_count: 3,
      deleted: false,
    })
    assert.containSubset(response.body()[5], { id: deep.id, depth: 2, replies_count: 0 })
  })

  test('is newest first with sort=new', async ({ client, assert }) => {
    const { path, ids } = await thread()
    assert.deepEqual(idsOf(await client.get(`${path}?sort=new`)), [...ids].reverse())
    assert.deepEqual(idsOf(await client.get(`${path}?sort=old`)), ids)
  })

  test('lists only the replies of one comment with parent_id', async ({ client, assert }) => {
    const { path, first, second, replies, deep } = await thread()
    const under = async (id: number) => idsOf(await client.get(`${path}?parent_id=${id}`))

    assert.deepEqual(await under(0), [first.id, second.id])
    assert.deepEqual(
      await under(first.id),
      replies.map(({ id }) => id)
    )
    assert.deepEqual(await under(replies[0].id), [deep.id])
    assert.deepEqual(await under(second.id), [])
    const elsewhere = await CommentFactory.create()
    assert.deepEqual(await under(elsewhere.id), [])
  })

  test('shows every comment of ?{query} once, page after page, while others write')
    .with([
      { query: 'sort=old', own: (all: number[]) => all },
      { query: 'sort=new', own: (all: number[]) => [...all].reverse() },
      { query: 'parent_id=0', own: (all: number[]) => all.slice(0, 2) },
      { query: 'parent_id={first}&sort=new', own: (all: number[]) => all.slice(2, 5).reverse() },
    ])
    .run(async ({ client, assert }, { query, own }) => {
      const { path, ids, first, post, author } = await thread()
      const address = `${path}?${query.replace('{first}', `${first.id}`)}`
      assert.deepEqual(
        await followToTheEnd((next) => client.get(next), `${address}&limit=1`),
        own(ids)
      )

      const seen = await followToTheEnd(
        (next) => client.get(next),
        `${address}&limit=1`,
        async (page) => {
          if (page > 0) return
          await client
            .post('/comments')
            .loginAs(author)
            .json({ post_id: post.id, content: 'Me too', parent_id: first.id })
        }
      )
      assert.includeMembers(seen, own(ids))
      assert.lengthOf(seen, new Set(seen).size)
    })

  test('links to the next page with the same filters', async ({ client, assert }) => {
    const { path, first } = await thread()
    const response = await client.get(`${path}?parent_id=${first.id}&limit=2`)
    const own = [`parent_id=${first.id}`, 'limit=2']
    for (const relation of ['first', 'next']) {
      const [address, query] = linkOf(response, relation)!.split('?')
      assert.equal(address, path)
      assert.includeMembers(query.split('&'), own)
      assert.equal(query.includes('cursor='), relation === 'next')
    }
  })

  test('refuses the cursor of another list', async ({ client }) => {
    const { path, post, first } = await thread()
    const other = await thread()
    const own = cursorOf(await client.get(`${path}?limit=1`))
    const misuses = [
      `${path}?sort=new&cursor=${own}`,
      `${path}?parent_id=0&cursor=${own}`,
      `${path}?parent_id=${first.id}&cursor=${own}`,
      `${other.path}?cursor=${own}`,
      `/users/${post.userId}/comments?cursor=${own}`,
      `/posts?cursor=${own}`,
      `${path}?cursor=x${own}`,
    ]
    for (const address of misuses) {
      assertProblem(await client.get(address), 422, 'validation_failed', ['/query/cursor'])
    }
  })

  test('refuses ?{query}')
    .with([
      { query: 'limit=0', pointer: '/query/limit' },
      { query: 'limit=101', pointer: '/query/limit' },
      { query: 'skip=-1', pointer: '/query/skip' },
      { query: 'sort=top', pointer: '/query/sort' },
      { query: 'parent_id=-1', pointer: '/query/parent_id' },
      { query: 'parent_id=x', pointer: '/query/parent_id' },
      { query: 'parent_id=1.5', pointer: '/query/parent_id' },
      { query: 'parent_id=9223372036854775808', pointer: '/query/parent_id' },
      { query: 'parent_id=1&parent_id=2', pointer: '/query/parent_id' },
    ])
    .run(async ({ client }, { query, pointer }) => {
      const { path } = await thread()
      assertProblem(await client.get(`${path}?${query}`), 422, 'validation_failed', [pointer])
    })

  test('shows a tombstone without its text and its author', async ({ client, assert }) => {
    const { path, first, author } = await thread()
    await client.delete(`/comments/${first.id}`).loginAs(author)
    const [tombstone] = await bodyOf(client.get(path))
    assert.containSubset(tombstone, {
      id: first.id,
      content: null,
      user_id: null,
      author: null,
      deleted: true,
      replies_count: 3,
    })
  })
})

test.group('GET /users/{id}/comments', (group) => {
  group.each.setup(emptyDatabase)

  test('lists the comments of a user, newest first, page after page', async ({
    client,
    assert,
  }) => {
    const { author, ids } = await thread()
    await CommentFactory.create()
    const path = `/users/${author.id}/comments`
    const newest = [...ids].reverse()

    assert.deepEqual(idsOf(await client.get(path)), newest)
    assert.deepEqual(idsOf(await client.get(`${path}?sort=old`)), ids)
    const seen = await followToTheEnd((next) => client.get(next), `${path}?limit=2`)
    assert.deepEqual(seen, newest)
  })

  test('shows comments on a post that has become a draft only to their author', async ({
    client,
    assert,
  }) => {
    const [author, other] = await UserFactory.createMany(2)
    const post = await PostFactory.apply('draft').create()
    const { id } = await CommentFactory.merge({ userId: author.id, postId: post.id }).create()
    const list = `/users/${author.id}/comments`

    assert.deepEqual(idsOf(await client.get(list).loginAs(author)), [id])
    assert.deepEqual(idsOf(await client.get(list).loginAs(other)), [])
    assert.deepEqual(idsOf(await client.get(list)), [])
    const own = await client.get(`/comments/${id}`).loginAs(author)
    own.assertStatus(200)
    assertProblem(await client.get(`/comments/${id}`).loginAs(other), 404, 'not_found')
    assertProblem(await client.delete(`/comments/${id}`).loginAs(other), 404, 'not_found')
    const deleted = await client.delete(`/comments/${id}`).loginAs(author)
    deleted.assertStatus(204)
  })

  test('leaves out deleted comments, and answers 404 for a missing user', async ({
    client,
    assert,
  }) => {
    const { author, first, ids } = await thread()
    await client.delete(`/comments/${first.id}`).loginAs(author)
    assert.sameMembers(idsOf(await client.get(`/users/${author.id}/comments`)), ids.slice(1))
    assertProblem(await client.get('/users/999999999/comments'), 404, 'not_found')
  })
})
