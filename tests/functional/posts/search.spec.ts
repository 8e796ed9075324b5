import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { emptySearches, searches } from '#tests/support/searches'

const library = [
  { title: 'Bread', content: 'Sourdough for a long picnic in the park.' },
  { title: 'Tomatoes', content: 'Planted in March, picnics in July.' },
  { title: 'Picnic', content: 'What to bring: bread, tomatoes and a blanket.' },
  { title: 'A long blanket', content: 'Knitted from 100% wool_yarn, 50_50.' },
]

test.group('GET /posts?search=', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const { id: userId } = await UserFactory.create()
    await PostFactory.merge(library.map((post) => ({ ...post, userId }))).createMany(4)
  })

  test('finds with {search}: {titles}')
    .with([
      { search: 'sourdough', titles: ['Bread'] },
      { search: 'SOURDOUGH', titles: ['Bread'] },
      { search: 'picnics', titles: ['Bread', 'Picnic', 'Tomatoes'] },
      { search: 'picnic bread', titles: ['Bread', 'Picnic'] },
      { search: '"long picnic"', titles: ['Bread'] },
      { search: '"picnic long"', titles: [] },
      { search: 'picnic -bread', titles: ['Tomatoes'] },
      { search: 'picnic -"long picnic"', titles: ['Picnic', 'Tomatoes'] },
      { search: 'sourdough or march', titles: ['Bread', 'Tomatoes'] },
      { search: 'nowhere', titles: [] },
      { search: 'brea%', titles: [] },
      { search: 'b_ead', titles: [] },
      { search: 'brea:*', titles: [] },
      { search: 'the', titles: ['Bread'] },
      { search: 'in the', titles: ['Bread'] },
      { search: 'the july', titles: ['Tomatoes'] },
      { search: 'who', titles: [] },
      { search: "'; drop table posts; --", titles: [] },
      { search: '🌻', titles: [] },
      { search: 'a\u202Eb', titles: [] },
    ])
    .run(async ({ client, assert }, { search, titles }) => {
      const response = await client.get('/posts').qs({ search })
      response.assertStatus(200)
      assert.sameMembers(titlesOf(response.body()), titles)
    })

  test('without a word is 422: "{search}"')
    .with(emptySearches.map((search) => ({ search })))
    .run(async ({ client, assert }, { search }) => {
      const response = await client.get('/posts').qs({ search, limit: 0 })
      response.assertStatus(422)
      assert.sameDeepMembers(
        response.body().errors.map(({ pointer, rule }: any) => [pointer, rule]),
        [
          ['/query/search', 'words'],
          ['/query/limit', 'range'],
        ]
      )
    })

  test('matches the expected searches, and no others, in: {text}')
    .with(searches)
    .run(async ({ client, assert }, { text, finds, misses }) => {
      const author = await UserFactory.create()
      const created = await client
        .post('/posts')
        .loginAs(author)
        .json({ title: 'Words', content: text })
      created.assertStatus(201)
      const isFound = async (search: string) => {
        const found = await bodyOf(client.get('/posts').qs({ search, author: author.id }))
        return found.length === 1
      }
      for (const search of finds) assert.isTrue(await isFound(search), search)
      for (const search of misses) assert.isFalse(await isFound(search), search)
    })

  test('lists all posts for a blank search: "{search}"')
    .with([{ search: '' }, { search: '  ' }])
    .run(async ({ client, assert }, { search }) => {
      assert.lengthOf(await bodyOf(client.get('/posts').qs({ search })), library.length)
    })

  test('ranks a word in the title above one in the text, unless another order is asked for', async ({
    client,
    assert,
  }) => {
    const ranked = await client.get('/posts').qs({ search: 'picnic' })
    assert.equal(titlesOf(ranked.body())[0], 'Picnic')

    const same = await client.get('/posts').qs({ search: 'picnic', sort: 'relevance' })
    assert.deepEqual(titlesOf(same.body()), titlesOf(ranked.body()))

    const old = await client.get('/posts').qs({ search: 'picnic', sort: 'old' })
    assert.deepEqual(titlesOf(old.body()), ['Bread', 'Tomatoes', 'Picnic'])
  })

  test('searches the posts of one author', async ({ client, assert }) => {
    const other = await UserFactory.create()
    await PostFactory.merge({ userId: other.id, title: 'My picnic' }).create()

    const filtered = await client.get('/posts').qs({ search: 'picnic', author: other.id })
    assert.deepEqual(titlesOf(filtered.body()), ['My picnic'])
    const own = await client.get(`/users/${other.id}/posts`).qs({ search: 'picnic' })
    assert.deepEqual(titlesOf(own.body()), ['My picnic'])
  })

  test('finds an edited post by its new words at once, and no longer by the old ones', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id, title: 'Cheese' }).create()
    const find = async (search: string) =>
      titlesOf(await bodyOf(client.get('/posts').qs({ search })))
    assert.deepEqual(await find('cheese'), ['Cheese'])

    await client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'Olives' })

    assert.deepEqual(await find('cheese'), [])
    assert.deepEqual(await find('olives'), ['Olives'])
  })
})

const titlesOf = (posts: { title: string }[]) => posts.map(({ title }) => title)
