import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { dice } from '#tests/support/counts'
import { emptyDatabase } from '#tests/support/database'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const day = (number: number) => DateTime.utc(2026, 3, number)
const text = (number: number) => day(number).toISODate()!

type Holds = (post: Post) => boolean

const filters: { query: string; holds: Holds }[] = [
  { query: '', holds: () => true },
  { query: `published_after=${text(9)}`, holds: (one) => one.publishedAt! >= day(9) },
  { query: `published_before=${text(9)}`, holds: (one) => one.publishedAt! < day(9) },
  { query: `updated_after=${text(12)}`, holds: (one) => one.updatedAt >= day(12) },
  {
    query: `published_after=${text(3)}&published_before=${text(16)}&updated_after=${text(5)}&language=de`,
    holds: (one) =>
      one.publishedAt! >= day(3) &&
      one.publishedAt! < day(16) &&
      one.updatedAt >= day(5) &&
      one.language === 'de',
  },
  {
    query: `published_before=${text(14)}&tag=a`,
    holds: (one) => one.publishedAt! < day(14) && one.tags.includes('a'),
  },
  {
    query: `updated_after=${text(4)}&tag=-a`,
    holds: (one) => one.updatedAt >= day(4) && !one.tags.includes('a'),
  },
]

const titles = ['Äpfel', 'apfel', 'Zebra', 'zoo', 'Ärger', 'Эхо', '東京', 'Apfel', '10 lamps', 'é']
const collator = new Intl.Collator('und')
const millis = (time: DateTime | null) => time?.toMillis() ?? 0

const sorts: Record<string, (one: Post, other: Post) => number> = {
  'updated': (one, other) => millis(other.updatedAt) - millis(one.updatedAt) || other.id - one.id,
  'title': (one, other) => collator.compare(one.title, other.title) || one.id - other.id,
  '-title': (one, other) => collator.compare(other.title, one.title) || other.id - one.id,
}

test.group('Posts by time and in each order', (group) => {
  let author: User
  let editor: User
  let posts: Post[]

  group.setup(async () => {
    await emptyDatabase()
    ;[author, editor] = await people('member', 'admin')
    const roll = dice(5)
    posts = []
    for (let index = 0; index < 40; index++) {
      const publishedAt = roll(6) === 0 ? null : day(1 + roll(20))
      const fields = {
        title: titles[index % titles.length],
        language: roll(2) ? 'de' : 'en',
        tags: roll(2) ? ['a'] : [],
        published: publishedAt !== null && roll(6) > 0,
        publishedAt,
        upvotes: roll(3),
        updatedAt: day(1 + roll(20)),
        userId: author.id,
      }
      posts.push(await PostFactory.merge(fields).create())
    }
  })
  group.teardown(emptyDatabase)

  const paths = ['/posts', '/users/me/posts', '/admin/posts']

  test('{path} lists exactly those of ?{query}, page by page')
    .with(paths.flatMap((path) => filters.map((filter) => ({ path, ...filter }))))
    .run(async ({ client, assert }, { path, query, holds }) => {
      const viewer = path === '/admin/posts' ? editor : author
      const get = (address: string) => client.get(address).loginAs(viewer)
      const expected = posts.filter((one) => {
        const isByTime = query.includes('published_')
        return (path !== '/posts' || one.published) && (!isByTime || one.publishedAt) && holds(one)
      })
      const own = path === '/admin/posts' ? [] : ['top', 'hot']
      for (const sort of ['new', 'old', ...own, 'updated', 'title', '-title']) {
        const address = `${path}?${query}&sort=${sort}`
        const ids = await followToTheEnd(get, `${address}&limit=3`)
        assert.sameMembers(ids, expected.map(({ id }) => id), sort) // prettier-ignore
        assert.deepEqual(idsOf(await get(`${address}&limit=100`)), ids, sort)
        if (!sorts[sort]) continue
        const sorted = [...expected].sort(sorts[sort]).map(({ id }) => id)
        assert.deepEqual(ids, sorted, sort)
      }
    })

  test('a long title fits into a cursor', async ({ client, assert }) => {
    const title = '🏙'.repeat(200)
    const long = await PostFactory.merge({ title, userId: author.id }).createMany(3)
    const get = (address: string) => client.get(address)
    const ids = await followToTheEnd(get, '/posts?sort=title&limit=1')
    assert.includeMembers(ids, long.map(({ id }) => id)) // prettier-ignore
    for (const one of long) await one.delete()
  })

  test('a draft’s title is in no cursor', async ({ client, assert }) => {
    const get = (address: string) => client.get(address)
    const drafts = posts.filter(({ published }) => !published)
    assert.isNotEmpty(drafts)
    const ids = await followToTheEnd(get, '/posts?sort=title&limit=2')
    assert.lengthOf(ids, posts.length - drafts.length)
  })

  test('names what is wrong with a time', async ({ client }) => {
    for (const name of ['published_after', 'published_before', 'updated_after']) {
      assertProblem(await client.get(`/posts?${name}=today`), 422, 'validation_failed', [
        `/query/${name}`,
      ])
    }
    assertProblem(await client.get('/posts?sort=-updated'), 422, 'validation_failed', [
      '/query/sort',
    ])
  })

  test('votes leave the time of the last change, and an edit moves it', async ({
    client,
    assert,
  }) => {
    const [voter] = await people('member')
    const { id } = posts.find(({ published }) => published)!
    const changed = async () =>
      (await answers(client.get(`/posts/${id}`), 200)).body().updated_at as string
    const before = await changed()
    await answers(client.post('/votes').loginAs(voter).json({ post_id: id, vote_dir: 1 }), 200)
    const comment = { post_id: id, content: 'Well' }
    await answers(client.post('/comments').loginAs(voter).json(comment), 201)
    assert.equal(await changed(), before)
    for (const edit of [{ tags: ['b'] }, { excerpt: 'Short' }, { content: 'Another text' }]) {
      const last = await changed()
      await answers(client.patch(`/posts/${id}`).loginAs(author).json(edit), 200)
      assert.isAbove(Date.parse(await changed()), Date.parse(last))
    }
    assert.equal(idsOf(await client.get('/posts?sort=updated'))[0], id)
  })
})
