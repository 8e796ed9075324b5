import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { cursorOf, idsOf, linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

/** The path and the query of a relative reference. */
function partsOf(reference: string): Record<string, string> {
  const [path, query] = reference.split('?')
  return { path, ...Object.fromEntries(new URLSearchParams(query)) }
}

const sorts = ['new', 'old', 'top', 'hot', 'relevance']

/** Posts of one author, a day apart, oldest first. */
async function postsADayApart(count: number) {
  const author = await UserFactory.create()
  const start = DateTime.now().minus({ days: count })
  return PostFactory.merge(
    Array.from({ length: count }, (_, day) => ({
      userId: author.id,
      title: `Day ${day}`,
      publishedAt: start.plus({ days: day }),
    }))
  ).createMany(count)
}

test.group('GET /posts', (group) => {
  group.each.setup(emptyDatabase)

  test('is an empty array without posts', async ({ client }) => {
    const response = await client.get('/posts')
    response.assertStatus(200)
    response.assertHeader('content-type', 'application/json; charset=utf-8')
    response.assertBody([])
  })

  test('lists the ten newest posts, newest first, with authors and without comments', async ({
    client,
    assert,
  }) => {
    const posts = await postsADayApart(12)
    await CommentFactory.merge({ postId: posts[11].id, userId: posts[11].userId }).create()
    const response = await client.get('/posts')

    response.assertStatus(200)
    assert.deepEqual(
      response.body().map(({ title }: { title: string }) => title),
      Array.from({ length: 10 }, (_, index) => `Day ${11 - index}`)
    )
    const [newest] = response.body()
    assert.containSubset(newest, { comments_count: 1, author: { id: posts[11].userId } })
    assert.notProperty(newest, 'comments')
    assert.notProperty(newest, 'my_vote')
    assert.notProperty(newest.author, 'email')
  })

  test('orders by {sort}')
    .with([
      { sort: 'new', titles: ['Day 2', 'Day 1', 'Day 0'] },
      { sort: 'old', titles: ['Day 0', 'Day 1', 'Day 2'] },
      { sort: 'top', titles: ['Day 0', 'Day 2', 'Day 1'] },
      { sort: 'hot', titles: ['Day 2', 'Day 1', 'Day 0'] },
    ])
    .run(async ({ client, assert }, { sort, titles }) => {
      const [first, second] = await postsADayApart(3)
      const [one, two] = await UserFactory.createMany(2)
      const vote = (voter: typeof one, postId: number, direction: number) =>
        client.post('/votes').loginAs(voter).json({ post_id: postId, vote_dir: direction })
      await vote(one, first.id, 1)
      await vote(two, first.id, 1)
      await vote(one, second.id, -1)

      const response = await client.get(`/posts?sort=${sort}`)
      assert.deepEqual(
        response.body().map(({ title }: { title: string }) => title),
        titles
      )
    })

  test('sorts posts of the same age by votes in hot', async ({ client, assert }) => {
    const publishedAt = DateTime.now()
    const author = await UserFactory.create()
    const [loved, plain, hated] = await PostFactory.merge(
      [1, 2, 3].map(() => ({ userId: author.id, publishedAt }))
    ).createMany(3)
    for (const voter of await UserFactory.createMany(2)) {
      await client.post('/votes').loginAs(voter).json({ post_id: loved.id, vote_dir: 1 })
      await client.post('/votes').loginAs(voter).json({ post_id: hated.id, vote_dir: -1 })
    }
    const response = await client.get('/posts?sort=hot')
    assert.deepEqual(idsOf(response), [loved.id, plain.id, hated.id])
  })

  test('accepts limit={limit}')
    .with([
      { limit: 1, shown: 1 },
      { limit: 5, shown: 5 },
      { limit: 100, shown: 12 },
    ])
    .run(async ({ client, assert }, { limit, shown }) => {
      await postsADayApart(12)
      assert.lengthOf(await bodyOf(client.get(`/posts?limit=${limit}`)), shown)
    })

  test('skips rows for clients that count them', async ({ client, assert }) => {
    const posts = await postsADayApart(6)
    const ids = posts.map(({ id }) => id).reverse()
    assert.deepEqual(idsOf(await client.get('/posts?skip=2&limit=3')), ids.slice(2, 5))
    assert.deepEqual(idsOf(await client.get('/posts?skip=10000')), [])
  })

  test('lists the posts of one author, also at the author’s own address', async ({
    client,
    assert,
  }) => {
    const [mine] = await postsADayApart(1)
    await postsADayApart(2)

    assert.deepEqual(idsOf(await client.get(`/posts?author=${mine.userId}`)), [mine.id])
    assert.deepEqual(idsOf(await client.get(`/users/${mine.userId}/posts`)), [mine.id])
    assert.deepEqual(idsOf(await client.get('/posts?author=999999999')), [])
    assertProblem(await client.get('/users/999999999/posts'), 404, 'not_found')
  })

  test('refuses ?{query}')
    .with([
      ...['0', '-1', '101', '1000000', '1.5', '1e1', '0x10', 'abc', '', '%00', '١٠'].map(
        (value) => ({ query: `limit=${value}`, pointer: '/query/limit' })
      ),
      ...['-1', '10001', '2.5', 'ten', ''].map((value) => ({
        query: `skip=${value}`,
        pointer: '/query/skip',
      })),
      ...['0', '-7', '1e3', 'bob', '@', '9007199254740993', '9223372036854775808'].map((value) => ({
        query: `author=${value}`,
        pointer: '/query/author',
      })),
      ...['best', '', 'NEW', 'new;', '__proto__'].map((value) => ({
        query: `sort=${value}`,
        pointer: '/query/sort',
      })),
      ...['since=2026-01-01', 'until=2030-01-01', 'review=requested', 'reports_count=1'].map(
        (query) => ({ query, pointer: `/query/${query.split('=')[0]}` })
      ),
      ...['status=removed', 'status=locked', 'author=none', 'sort=reports_count'].map((query) => ({
        query,
        pointer: `/query/${query.split('=')[0]}`,
      })),
      { query: 'sort=relevance', pointer: '/query/sort' },
      { query: 'sort=relevance&search=', pointer: '/query/sort' },
      { query: 'sort=relevance&search=%20', pointer: '/query/sort' },
      { query: 'search=%00', pointer: '/query/search' },
      { query: `search=${'x'.repeat(201)}`, pointer: '/query/search' },
      { query: 'search[]=a', pointer: '/query/search' },
    ])
    .run(async ({ client }, { query, pointer }) => {
      assertProblem(await client.get(`/posts?${query}`), 422, 'validation_failed', [pointer])
    })

  test('reports all errors of a query at once', async ({ client }) => {
    assertProblem(
      await client.get('/posts?limit=0&skip=-1&sort=best&author=x'),
      422,
      'validation_failed',
      ['/query/limit', '/query/skip', '/query/sort', '/query/author']
    )
  })

  test('links to the first page and the next one, relative and with the same filters', async ({
    client,
    assert,
  }) => {
    const [{ userId }] = await postsADayApart(3)
    const filters = { sort: 'old', limit: '2', author: String(userId) }
    const response = await client.get('/posts').qs({ ...filters, skip: 0, _unknown: ['x', 'y'] })

    assert.deepEqual(partsOf(linkOf(response, 'first')!), { path: '/posts', ...filters })
    const next = linkOf(response, 'next')!
    const { cursor, ...rest } = partsOf(next)
    assert.deepEqual(rest, { path: '/posts', ...filters })
    assert.match(cursor, /^[\w.-]+$/)

    const last = await client.get(next)
    assert.lengthOf(last.body(), 1)
    assert.isUndefined(linkOf(last, 'next'))
    assert.equal(linkOf(last, 'first'), linkOf(response, 'first'))
  })

  test('sorted by {sort} refuses the cursor of another order')
    .with(sorts.map((sort) => ({ sort })))
    .run(async ({ client }, { sort }) => {
      await postsADayApart(3)
      const search = 'search=day&limit=1'
      const cursor = cursorOf(await client.get(`/posts?${search}&sort=${sort}`))
      for (const other of sorts.filter((name) => name !== sort)) {
        assertProblem(
          await client.get(`/posts?${search}&sort=${other}&cursor=${cursor}`),
          422,
          'validation_failed',
          ['/query/cursor']
        )
      }
    })

  test('refuses a cursor that was not made for this list', async ({ client }) => {
    const [post] = await postsADayApart(3)
    await CommentFactory.merge({ postId: post.id, userId: post.userId }).createMany(2)
    const own = cursorOf(await client.get('/posts?limit=1'))
    const [head, tail] = [own[0] === 'A' ? 'B' : 'A', own.at(-2) === 'A' ? 'B' : 'A']

    const cursors = [
      '',
      'abc',
      '%00',
      'null',
      'x'.repeat(500),
      'x'.repeat(5000),
      `${head}${own.slice(1)}`,
      `${own.slice(0, -2)}${tail}${own.at(-1)}`,
      own.slice(0, -1),
      `${own}A`,
      own.split('.')[0],
      `${own}&cursor=${own}`,
      cursorOf(await client.get('/posts?limit=1&search=day')),
      cursorOf(await client.get(`/users/${post.userId}/posts?limit=1`)),
      cursorOf(await client.get(`/posts/${post.id}/comments?limit=1`)),
      cursorOf(await client.get(`/users/${post.userId}/comments?limit=1`)),
    ]
    for (const cursor of cursors) {
      assertProblem(await client.get(`/posts?limit=1&cursor=${cursor}`), 422, 'validation_failed', [
        '/query/cursor',
      ])
    }
  })
})
