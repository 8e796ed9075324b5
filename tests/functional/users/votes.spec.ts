import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient, ApiResponse } from '@japa/api-client'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { cursorOf, followToTheEnd, linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

const path = '/users/me/votes'

const votesOf = (client: ApiClient, voter: User) => (address: string) =>
  client.get(address).loginAs(voter)

const vote = (client: ApiClient, voter: User, { id }: { id: number }, direction: number) =>
  answers(client.post('/votes').loginAs(voter).json({ post_id: id, vote_dir: direction }), 200)

const postsIn = (response: ApiResponse): number[] =>
  response.body().map(({ post_id: id }: { post_id: number }) => id)

const idsOfAll = (posts: Post[]) => posts.map(({ id }) => id)

/** Votes of an hour ago, in the order of the posts. The last two have the same time. */
async function votedOn(posts: Post[], voter: User) {
  const start = DateTime.now().minus({ hours: 1 })
  const minute = (index: number) => Math.min(index, posts.length - 2)
  await db.table('votes').multiInsert(
    posts.map(({ id }, index) => ({
      post_id: id,
      user_id: voter.id,
      value: index % 2 === 0 ? 1 : -1,
      created_at: start.plus({ minutes: minute(index) }).toISO(),
    }))
  )
}

/** Posts whose order differs from their ids, except for the last two. */
async function mixedPosts(count: number, userId?: number): Promise<Post[]> {
  const posts = await PostFactory.merge(userId === undefined ? {} : { userId }).createMany(count)
  const last = posts.splice(-2)
  return [...posts.filter((_, index) => index % 2 === 0).reverse()]
    .concat(posts.filter((_, index) => index % 2 === 1))
    .concat(last)
}

test.group('GET /users/me/votes', (group) => {
  group.each.setup(emptyDatabase)

  test('shows each vote with its time and its post, as lists show it', async ({
    client,
    assert,
  }) => {
    const [voter, other] = await UserFactory.createMany(2)
    const posts = await PostFactory.createMany(2)
    await vote(client, voter, posts[0], 1)
    await vote(client, voter, posts[1], -1)
    await vote(client, other, posts[1], 1)

    const response = await votesOf(client, voter)(path)

    const shown = await bodyOf(client.get('/posts').loginAs(voter))
    const rows = await db.from('votes').where('user_id', voter.id).orderBy('post_id', 'desc')
    assert.deepEqual(
      response.body(),
      rows.map((row) => ({
        post_id: row.post_id,
        vote_dir: row.value,
        created_at: row.created_at.toISOString(),
        updated_at: row.updated_at.toISOString(),
        post: shown.find(({ id }: { id: number }) => id === row.post_id),
      }))
    )
    assert.deepEqual(
      response.body().map(({ post }: any) => post.my_vote),
      [-1, 1]
    )
    response.assertHeader('vary', 'Authorization, Origin')
  })

  test('shows what is asked for of the post, and knows no member that a vote does not show', async ({
    client,
    assert,
  }) => {
    const voter = await UserFactory.create()
    const post = await PostFactory.create()
    await vote(client, voter, post, 1)
    for (const [fields, shown] of [
      ['post.my_vote,post.title', { title: post.title, my_vote: 1 }],
      ['post.data', { data: null }],
      ['post.comments', { comments: [] }],
      ['post.translations', { translations: [] }],
    ] as const) {
      const response = await votesOf(client, voter)(`${path}?fields=${fields}`)
      assert.deepEqual(response.body(), [{ post: shown }])
    }
    for (const name of ['post.html', 'post.revisions_count', 'post.reports_count']) {
      const response = await votesOf(client, voter)(`${path}?fields=${name}`)
      assertProblem(response, 422, 'validation_failed', ['/query/fields'])
    }
  })

  test('is empty for a user without votes', async ({ client, assert }) => {
    const [voter, other] = await UserFactory.createMany(2)
    await vote(client, other, await PostFactory.create(), 1)
    const response = await votesOf(client, voter)(path)
    response.assertBody([])
    assert.isUndefined(linkOf(response, 'next'))
  })

  test('shows every vote exactly once, newest first, page after page', async ({
    client,
    assert,
  }) => {
    const voter = await UserFactory.create()
    const posts = await mixedPosts(12)
    await votedOn(posts, voter)
    const newestFirst = idsOfAll(posts).reverse()
    const get = votesOf(client, voter)

    const first = await get(path)
    assert.deepEqual(postsIn(first), newestFirst.slice(0, 10))
    assert.isString(linkOf(first, 'first'))
    const seen = await followToTheEnd(get, `${path}?limit=1`, undefined, postsIn)
    assert.deepEqual(seen, newestFirst)
    assert.deepEqual(postsIn(await get(`${path}?limit=3&skip=4`)), newestFirst.slice(4, 7))
    const next = linkOf(await get(`${path}?limit=3`), 'next')!
    assert.deepEqual(postsIn(await get(next)), newestFirst.slice(3, 6))
  })

  test('shows unchanged votes exactly once while the voter and others vote', async ({
    client,
    assert,
  }) => {
    const [voter, other] = await UserFactory.createMany(2)
    const posts = await mixedPosts(9)
    await votedOn(posts, voter)
    const newestFirst = [...posts].reverse()
    const [turned, again, , , , goneLater] = newestFirst
    const fresh = await PostFactory.create()

    const between = async (page: number) => {
      if (page !== 0) return
      await vote(client, voter, fresh, 1)
      for (const direction of [1, -1]) await vote(client, voter, turned, direction)
      for (const direction of [0, 1]) await vote(client, voter, again, direction)
      await vote(client, voter, goneLater, 0)
      for (const post of posts) await vote(client, other, post, 1)
    }
    const seen = await followToTheEnd(votesOf(client, voter), `${path}?limit=3`, between, postsIn)

    assert.deepEqual(seen, idsOfAll(newestFirst.filter((post) => post !== goneLater)))
    const top = postsIn(await votesOf(client, voter)(`${path}?limit=3`))
    assert.deepEqual(top.sort(), [fresh.id, again.id, turned.id].sort())
  })

  test('keeps the place of a changed vote, and shows its direction and time', async ({
    client,
    assert,
  }) => {
    const voter = await UserFactory.create()
    const posts = await PostFactory.createMany(2)
    await votedOn(posts, voter)
    const [older] = await db.from('votes').where('post_id', posts[0].id)
    await vote(client, voter, posts[0], -1)

    const response = await votesOf(client, voter)(path)
    assert.deepEqual(postsIn(response), idsOfAll(posts).reverse())
    const [, { vote_dir: direction, created_at: since, updated_at: turned, post }] = response.body()
    assert.deepEqual([direction, post.my_vote, post.votes_count], [-1, -1, -1])
    assert.equal(since, older.created_at.toISOString())
    assert.isAbove(Date.parse(turned), Date.parse(since))
  })

  test('removes a withdrawn vote, and shows it first when it is cast again', async ({
    client,
    assert,
  }) => {
    const voter = await UserFactory.create()
    const posts = await PostFactory.createMany(3)
    await votedOn(posts, voter)
    const get = votesOf(client, voter)
    const [first, second, third] = idsOfAll(posts)

    await vote(client, voter, posts[0], 0)
    assert.deepEqual(postsIn(await get(path)), [third, second])
    await vote(client, voter, posts[0], -1)
    assert.deepEqual(postsIn(await get(path)), [first, third, second])
  })

  test('leaves out posts that the voter may not see, and its pages stay full', async ({
    client,
    assert,
  }) => {
    const [voter, author] = await UserFactory.createMany(2)
    const [moderator] = await people('moderator')
    const posts = await mixedPosts(11, author.id)
    await votedOn(posts, voter)
    await votedOn(posts, author)
    await votedOn(posts, moderator)
    const newestFirst = [...posts].reverse()
    const [, draft, removed, deleted] = newestFirst
    const unpublish = client.patch(`/posts/${draft.id}`).loginAs(author)
    await answers(unpublish.json({ published: false }), 200)
    await answers(act(client, moderator, 'post.remove', { on: removed }), 201)
    await answers(client.delete(`/posts/${deleted.id}`).loginAs(author), 204)

    for (const { viewer, hidden } of [
      { viewer: voter, hidden: [draft, removed, deleted] },
      { viewer: author, hidden: [removed, deleted] },
      { viewer: moderator, hidden: [deleted] },
    ]) {
      const shown = idsOfAll(newestFirst.filter((post) => !hidden.includes(post)))
      const get = votesOf(client, viewer)
      assert.deepEqual(postsIn(await get(`${path}?limit=3`)), shown.slice(0, 3))
      const seen = await followToTheEnd(get, `${path}?limit=3`, undefined, postsIn)
      assert.deepEqual(seen, shown)
      const text = (await get(`${path}?limit=100`)).text()
      for (const { title } of hidden) assert.notInclude(text, title)
    }

    await answers(act(client, moderator, 'post.restore', { on: removed }), 201)
    assert.include(postsIn(await votesOf(client, voter)(path)), removed.id)
  })

  test('does not name the author of an erased account', async ({ client, assert }) => {
    const [voter, author] = await UserFactory.createMany(2)
    const post = await PostFactory.merge({ userId: author.id }).create()
    await vote(client, voter, post, 1)
    await answers(client.delete('/users/me').loginAs(author).json({ password }), 204)

    const response = await votesOf(client, voter)(path)
    assert.containSubset(response.body(), [{ post: { id: post.id, user_id: null, author: null } }])
  })

  test('refuses the cursor {what}')
    .with([
      { what: 'of another user', forge: (_own: string, others: string) => others },
      {
        what: 'with another key',
        forge: (own: string) =>
          `${Buffer.from('["2030-01-01T00:00:00.000Z",1]').toString('base64url')}.${own.split('.')[1]}`,
      },
      { what: 'without a signature', forge: (own: string) => own.split('.')[0] },
      { what: 'that is no cursor', forge: () => 'x' },
    ])
    .run(async ({ client }, { forge }) => {
      const [voter, other] = await UserFactory.createMany(2)
      const posts = await PostFactory.createMany(2)
      for (const user of [voter, other]) await votedOn(posts, user)
      const [own, others] = await Promise.all(
        [voter, other].map(async (user) => cursorOf(await votesOf(client, user)(`${path}?limit=1`)))
      )
      const response = await votesOf(client, voter)(`${path}?limit=1&cursor=${forge(own, others)}`)
      assertProblem(response, 422, 'validation_failed', ['/query/cursor'])
    })

  test('refuses {query}')
    .with([
      { query: 'limit=0', pointer: '/query/limit' },
      { query: 'limit=101', pointer: '/query/limit' },
      { query: 'limit=ten', pointer: '/query/limit' },
      { query: 'skip=-1', pointer: '/query/skip' },
      { query: 'skip=10001', pointer: '/query/skip' },
      { query: 'sort=old', pointer: '/query/sort' },
      { query: 'limits=3', pointer: '/query/limits' },
    ])
    .run(async ({ client }, { query, pointer }) => {
      const voter = await UserFactory.create()
      const response = await votesOf(client, voter)(`${path}?${query}`)
      assertProblem(response, 422, 'validation_failed', [pointer])
    })

  test('shows only the votes of the user', async ({ client }) => {
    const [voter, other] = await UserFactory.createMany(2)
    assertProblem(await client.get(path), 401, 'unauthenticated')
    assertProblem(await client.get(path).bearerToken('x.y.z'), 401, 'invalid_token')
    for (const address of [`/users/${voter.id}/votes`, `/users/@${voter.username}/votes`]) {
      assertProblem(await client.get(address).loginAs(other), 404, 'not_found')
    }
  })
})
