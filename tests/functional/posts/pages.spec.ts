import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type Post from '#models/post'
import type User from '#models/user'
import { emptyDatabase } from '#tests/support/database'
import { followToTheEnd, idsOf, linkOf } from '#tests/support/pages'

const lists = [
  { path: '/posts?sort=new' },
  { path: '/posts?sort=old' },
  { path: '/posts?sort=top' },
  { path: '/posts?sort=hot' },
  { path: '/posts?search=plaza' },
  { path: '/posts?search=plaza&sort=relevance' },
  { path: '/posts?search=plaza&sort=top' },
  { path: '/posts?author={author}' },
  { path: '/posts?author={author}&sort=hot' },
  { path: '/users/{author}/posts' },
  { path: '/users/{author}/posts?sort=old&search=plaza' },
]

/** Twelve posts. Many are equal in time, votes, heat and relevance. */
async function twelvePosts(author: User): Promise<Post[]> {
  const early = DateTime.now().minus({ hours: 2 })
  return PostFactory.merge(
    Array.from({ length: 12 }, (_, index) => ({
      userId: author.id,
      title: index % 4 === 0 ? 'Plaza, our plaza' : 'A plaza',
      content: 'Stones, and a fountain.',
      publishedAt: index < 8 ? early : early.plus({ minutes: index }),
      upvotes: index % 3,
    }))
  ).createMany(12)
}

const sorted = (ids: number[]) => [...ids].sort((a, b) => a - b)

test.group('GET /posts, page after page', (group) => {
  group.each.setup(emptyDatabase)

  test('shows every post of {path} exactly once')
    .with(lists)
    .run(async ({ client, assert }, { path }) => {
      const author = await UserFactory.create()
      const posts = await twelvePosts(author)
      const address = withAuthor(path, author)

      const whole = idsOf(await client.get(`${address}${glue(address)}limit=100`))
      const seen = await followToTheEnd(getter(client), `${address}${glue(address)}limit=3`)

      assert.deepEqual(seen, whole)
      assert.deepEqual(sorted(seen), sorted(posts.map(({ id }) => id)))
    })

  test('shows unchanged posts exactly once while others write into {path}')
    .with(lists)
    .run(async ({ client, assert }, { path }) => {
      const [author, other] = await UserFactory.createMany(2)
      const posts = await twelvePosts(author)
      const address = withAuthor(path, author)
      const [deleted, voted, ...untouched] = posts

      const between = async (page: number) => {
        if (page !== 0) return
        await client
          .post('/posts')
          .loginAs(author)
          .json({ title: 'A new plaza', content: 'Just opened' })
        await client.delete(`/posts/${deleted.id}`).loginAs(author)
        await client.post('/votes').loginAs(other).json({ post_id: voted.id, vote_dir: 1 })
      }
      const seen = await followToTheEnd(
        getter(client),
        `${address}${glue(address)}limit=3`,
        between
      )

      assert.includeMembers(
        seen,
        untouched.map(({ id }) => id)
      )
      // A vote moves a post in orders by votes, so it may appear twice there.
      const settled = /sort=(top|hot)/.test(path) ? seen.filter((id) => id !== voted.id) : seen
      assert.lengthOf(settled, new Set(settled).size)
    })

  test('continues after the last row, even if that row is gone', async ({ client, assert }) => {
    const author = await UserFactory.create()
    await twelvePosts(author)
    const whole = idsOf(await client.get('/posts?limit=100'))
    const first = await client.get('/posts?limit=3')
    await client.delete(`/posts/${whole[2]}`).loginAs(author)

    assert.deepEqual(idsOf(await client.get(linkOf(first, 'next')!)), whole.slice(3, 6))
  })

  test('follows the longest search to its end', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const posts = await twelvePosts(author)
    const search = encodeURIComponent(`plaza or ${'🌻'.repeat(191)}`)

    const seen = await followToTheEnd(getter(client), `/posts?search=${search}&limit=5`)
    assert.deepEqual(sorted(seen), sorted(posts.map(({ id }) => id)))
  })
})

const getter = (client: ApiClient) => (path: string) => client.get(path)

const withAuthor = (path: string, { id }: User) => path.replace('{author}', String(id))

const glue = (path: string) => (path.includes('?') ? '&' : '?')
