import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

test.group('Pinned posts', (group) => {
  group.each.setup(emptyDatabase)

  async function written(userId: number, count: number) {
    const posts = Array.from({ length: count }, (_, age) => ({
      userId,
      publishedAt: DateTime.now().minus({ minutes: age }),
    }))
    const made = await PostFactory.merge(posts).createMany(count)
    return made.map(({ id }) => id)
  }

  const idsIn = (posts: { id: number }[]) => posts.map(({ id }) => id)

  test('come first on the first pages of new and hot, and on no later page', async ({
    client,
    assert,
  }) => {
    const [editor] = await people('editor')
    const ids = await written(editor.id, 9)
    const first = (query: string) => client.get(`/posts?${query}`)
    await first('limit=4')
    const pins = [ids[8], ids[6]]
    for (const id of pins) {
      await client.patch(`/posts/${id}`).loginAs(editor).json({ pinned: 'site' })
    }
    const rest = ids.filter((id) => !pins.includes(id))
    const all = [ids[6], ids[8], ...rest]
    for (const sort of ['new', 'hot']) {
      for (const limit of [1, 2, 4, 100]) {
        const seen: number[] = []
        let next: string | undefined = `/posts?sort=${sort}&limit=${limit}`
        while (next) {
          const page: any = await client.get(next)
          page.assertStatus(200)
          assert.isAtMost(page.body().length, limit)
          seen.push(...idsIn(page.body()))
          next = /<([^>]*)>; rel="next"/.exec(page.header('link') ?? '')?.[1]
        }
        assert.deepEqual(seen, all, `${sort} by ${limit}`)
      }
      const skipped = idsIn(await bodyOf(first(`sort=${sort}&limit=3&skip=1`)))
      assert.deepEqual(skipped, all.slice(1, 4))
    }
    assert.equal(idsIn(await bodyOf(first('sort=old&limit=1')))[0], ids[8])
    assert.notInclude(idsIn(await bodyOf(first('sort=top&limit=1'))), ids[6])

    await client.patch(`/posts/${ids[6]}`).loginAs(editor).json({ pinned: null })
    await client.patch(`/posts/${ids[8]}`).loginAs(editor).json({ published: false })
    assert.equal(idsIn(await bodyOf(first('limit=1')))[0], ids[0])
  })

  test('of an author come first in the author’s list alone', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const ids = await written(author.id, 3)
    await client.patch(`/posts/${ids[2]}`).loginAs(author).json({ pinned: 'author' })
    const first = async (path: string, user?: User) =>
      idsIn(await bodyOf(user ? client.get(path).loginAs(user) : client.get(path)))
    assert.deepEqual(await first('/posts'), ids)
    const own = [ids[2], ids[0], ids[1]]
    assert.deepEqual(await first(`/users/${author.id}/posts`), own)
    assert.deepEqual(await first(`/posts?author=${author.id}`), own)
    assert.deepEqual(await first('/users/me/posts', author), own)
  })

  test('of the site need posts.pin, to be pinned and unpinned', async ({ client }) => {
    const author = await UserFactory.create()
    const [editor] = await people('editor')
    const [id] = await written(author.id, 1)
    const pin = (user: User, pinned: string | null) =>
      client.patch(`/posts/${id}`).loginAs(user).json({ pinned })
    const text = { title: 'A', content: 'B', pinned: 'site' }
    assertProblem(await client.post('/posts').loginAs(author).json(text), 403, 'forbidden')
    assertProblem(await pin(author, 'site'), 403, 'forbidden')
    const pinned = await pin(editor, 'site')
    pinned.assertStatus(200)
    assertProblem(await pin(author, null), 403, 'forbidden')
  })

  test('are five at most, however many are pinned at once', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const ids = await written(author.id, 8)
    const answers = await Promise.all(
      ids.map((id) => client.patch(`/posts/${id}`).loginAs(author).json({ pinned: 'author' }))
    )
    const statuses = answers.map((answer) => answer.status()).sort()
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 409, 409, 409])
  })
})
