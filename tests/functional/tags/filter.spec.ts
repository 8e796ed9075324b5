import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { foldTagCounts } from '#jobs/fold_tag_counts'
import { answers } from '#tests/support/answers'
import { dice } from '#tests/support/counts'
import { emptyDatabase, vacuum } from '#tests/support/database'
import { followToTheEnd, idsOf, linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { flat, plansOf } from '#tests/support/plans'
import { people } from '#tests/support/staff'

const asked = ['a', 'b', 'a,b', 'a,-b', '-a', '-a,-b', 'a,b,-c', 'c,nowhere', '-nowhere']

const isAsked = (tags: string[], filter: string) =>
  filter
    .split(',')
    .every((name) => (name.startsWith('-') ? !tags.includes(name.slice(1)) : tags.includes(name)))

test.group('Posts by tag', (group) => {
  group.each.setup(emptyDatabase)
  group.each.timeout(60_000)

  test('{path} lists exactly those, in each order and page by page')
    .with([{ path: '/posts' }, { path: '/users/me/posts' }, { path: '/admin/posts' }])
    .run(async ({ client, assert }, { path }) => {
      const [author, editor] = await people('member', 'admin')
      const viewer = path === '/admin/posts' ? editor : author
      const roll = dice(11)
      const posts = []
      for (let index = 0; index < 40; index++) {
        const tags = ['a', 'b', 'c'].filter(() => roll(2) > 0)
        const published = roll(4) > 0
        const votes = { upvotes: roll(5), downvotes: 0 }
        const fields = { ...votes, userId: author.id, tags, published }
        posts.push(await PostFactory.merge(fields).create())
      }
      await foldTagCounts()
      const sorts = path === '/admin/posts' ? ['new', 'old'] : ['new', 'old', 'top', 'hot']
      for (const filter of asked) {
        const expected = posts
          .filter(({ tags, published }) => {
            return isAsked(tags, filter) && (published || path !== '/posts')
          })
          .map(({ id }) => id)
        for (const sort of sorts) {
          const query = new URLSearchParams({ tag: filter, sort, limit: '3' })
          const get = (address: string) => client.get(address).loginAs(viewer)
          const plain = await followToTheEnd(get, `${path}?${query}`)
          assert.sameMembers(plain, expected, `${filter} ${sort}`)
          assert.lengthOf(plain, expected.length, `${filter} ${sort}`)
          const all = idsOf(await get(`${path}?sort=${sort}&limit=100`))
          assert.deepEqual(
            plain,
            all.filter((id) => expected.includes(id)),
            `${filter} ${sort}`
          )
          const skipped = await followToTheEnd(get, `${path}?${query}&skip=4`)
          assert.deepEqual(skipped, plain.slice(4), `${filter} ${sort} skip`)
        }
      }
    })

  test('takes names, several parameters, and a search beside it', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const write = async (title: string, tags: string[]) => {
      const fields = { title, content: 'Text', tags }
      return (await answers(client.post('/posts').loginAs(author).json(fields), 201)).body().id
    }
    const both = await write('Lamps', ['City Life', 'Lamps'])
    const one = await write('Lamps too', ['City Life'])
    const list = async (query: string) => idsOf(await client.get(`/posts?${query}`))
    assert.deepEqual(await list('tag=City%20Life'), [one, both])
    assert.deepEqual(await list('tag=city-life&tag=lamps'), [both])
    assert.deepEqual(await list('tag=city-life&tag=-lamps'), [one])
    assert.sameMembers(await list('tag=city-life&search=lamps'), [one, both])
    assert.deepEqual(await list('tag=city-life,-lamps&search=lamps'), [one])
    for (const tag of ['', '-', '🔥', 'a,,b']) {
      assertProblem(await client.get('/posts').qs({ tag }), 422, 'validation_failed', [
        '/query/tag',
      ])
    }
  })

  test('reveals neither drafts nor removed posts', async ({ client, assert }) => {
    const [author, other] = await people('member', 'member')
    await PostFactory.apply('draft')
      .merge({ userId: author.id, tags: ['secret'] })
      .create()
    const removed = await PostFactory.merge({ userId: author.id, tags: ['secret'] }).create()
    await removed.remove()
    await foldTagCounts()
    for (const path of ['/posts', `/users/${author.id}/posts`]) {
      for (const sort of ['new', 'top']) {
        const query = `${path}?tag=secret&sort=${sort}`
        const unknown = await client.get(`${path}?tag=unknown&sort=${sort}`)
        for (const response of [await client.get(query), await client.get(query).loginAs(other)]) {
          assert.deepEqual(response.body(), [])
          assert.equal(response.header('etag'), unknown.header('etag'))
        }
      }
    }
  })
})

const TOTAL = 25_000
const BIG = 12_000

/** Posts without text; `big` is on the first 12 000, `rare` on every thousandth. */
const fill = (userId: number) =>
  db.rawQuery(
    `set statement_timeout = 0;
     insert into posts (user_id, title, content, tags, published_at, created_at)
     select ${userId}, 'T', 'C',
       case when n <= ${BIG} then '{big}'::text[] else '{}' end
         || case when n % 1000 = 0 then '{rare}'::text[] else '{}' end,
       now() - (${TOTAL} - n) * interval '1 minute', now()
     from generate_series(1, ${TOTAL}) as n;
     reset statement_timeout`
  )

test.group('Posts by the tag of thousands', (group) => {
  let first: number

  group.setup(async () => {
    await emptyDatabase()
    await fill((await UserFactory.create()).id)
    await foldTagCounts()
    await vacuum('posts', 'post_tags', 'tags')
    first = (await db.from('posts').min('id as id').first()).id
  })
  group.teardown(emptyDatabase)
  group.each.timeout(60_000)

  const placesOf = (ids: number[]) => ids.map((id) => id - first + 1)

  test('are found behind a long scan, by a shorter page with its next', async ({
    client,
    assert,
  }) => {
    const page = async (path: string) => {
      const response = await client.get(path)
      return { places: placesOf(idsOf(response)), next: linkOf(response, 'next')! }
    }
    const one = await page('/posts?tag=big&sort=top&skip=2')
    assert.deepEqual(one.places, [])
    const two = await page(one.next)
    assert.deepEqual(
      two.places,
      [11_998, 11_997, 11_996, 11_995, 11_994, 11_993, 11_992, 11_991, 11_990, 11_989]
    )
    const author = await UserFactory.create()
    const signedIn = await client.get('/posts?tag=big&sort=top').loginAs(author)
    assert.deepEqual(idsOf(signedIn), [])
    assert.exists(linkOf(signedIn, 'next'))
  })

  test('{query} reads few rows: {most}')
    .with([
      { query: 'tag=big', most: 12, index: 'post_tags_listed_index' },
      { query: 'tag=big&sort=old', most: 12, index: 'post_tags_listed_index' },
      { query: 'tag=rare', most: 12, index: 'post_tags_listed_index' },
      { query: 'tag=rare,big', most: 26, index: 'post_tags_listed_index' },
      { query: 'tag=big,-rare', most: 26, index: 'post_tags_listed_index' },
      { query: 'tag=rare&sort=top', most: 26, index: 'posts_pkey' },
      { query: 'tag=rare&sort=hot', most: 26, index: 'posts_pkey' },
      { query: 'tag=-rare&sort=top', most: 14, index: 'posts_top_index' },
      { query: 'tag=-rare', most: 14, index: 'posts_new_index_of_listed' },
      { query: 'tag=big&sort=top', most: 10_000, index: 'posts_top_index' },
      { query: 'tag=big&sort=hot', most: 10_000, index: 'posts_hot_index' },
    ])
    .run(async ({ client, assert }, { query, most, index }) => {
      const plans = await plansOf(() => answers(client.get(`/posts?${query}&fields=id`), 200))
      const page = plans
        .map((plan) => flat(plan))
        .find((parts) => parts.some((part) => part['Index Name'] === index))
      assert.isDefined(page, `${query} by ${index}: ${JSON.stringify(plans)}`)
      const read = page!.map((part) => part['Actual Rows'] * part['Actual Loops'])
      assert.isAtMost(Math.max(...read), most, JSON.stringify(page))
      assert.isFalse(
        page!.some((part) => part['Node Type'] === 'Seq Scan' && part['Relation Name'] === 'posts')
      )
    })
})
