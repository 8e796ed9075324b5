import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { pageForViewer, type Overlay } from '#queries/overlays'
import { listPosts } from '#queries/posts/list_posts'
import { myVotes } from '#queries/posts/my_votes'
import { emptyDatabase } from '#tests/support/database'
import { queriesOf } from '#tests/support/queries'

/** Leaves out the content of a user, as a block will. */
const without = (userId: number): Overlay => ({
  leaveOut: async () => (item) => item.author === userId,
})

/** Posts of two authors in an order, `a` and `b`. @returns the ids of the authors and of the posts */
async function posts(order: string) {
  const [a, b] = (await UserFactory.createMany(2)).map(({ id }) => id)
  const written = []
  for (const letter of order) {
    const { id } = await PostFactory.merge({ userId: letter === 'a' ? a : b }).create()
    written.push({ id, letter })
  }
  const ids = written.filter(({ letter }) => letter === 'a').map(({ id }) => id)
  return { a, b, ids }
}

/** A page of the oldest posts as a viewer sees it who is shown nothing of one author. */
async function pageWithout(userId: number, limit: number, cursor?: string) {
  const options = { sort: 'old', limit } as const
  const { body, next } = await pageForViewer(await listPosts({ ...options, cursor }), {
    viewerId: userId,
    overlays: [myVotes, without(userId)],
    limit,
    more: (after) => listPosts({ ...options, cursor: after }),
  })
  const shown: { id: number; my_vote: number }[] = JSON.parse(body)
  return { ids: shown.map(({ id }) => id), votes: shown.map((post) => post.my_vote), next }
}

test.group('A page with items that an overlay leaves out', (group) => {
  group.each.setup(emptyDatabase)

  test('is filled with the following items, page by page: {order}')
    .with(
      [
        'aaaaaaa',
        'abababab',
        'bbbbbaaabbbaaaab',
        'aaabbbbbbbbbbbba',
        'aabb',
        'bbbb',
        'abbbbbbabaabbbaaabbbbbb',
      ].map((order) => ({ order }))
    )
    .run(async ({ assert }, { order }) => {
      const { b, ids } = await posts(order)
      const seen: number[][] = []
      for (let cursor: string | undefined; ;) {
        const page = await pageWithout(b, 3, cursor)
        seen.push(page.ids)
        assert.deepEqual(
          page.votes,
          page.ids.map(() => 0)
        )
        if (page.next === null) break
        assert.lengthOf(page.ids, 3)
        cursor = page.next
      }
      assert.deepEqual(seen.flat(), ids)
    })

  test('neither loses nor repeats items while others write', async ({ assert }) => {
    const { b, ids } = await posts('abbaabba')
    const first = await pageWithout(b, 3)
    await PostFactory.merge({ userId: b }).createMany(2)
    const late = await PostFactory.create()
    const second = await pageWithout(b, 3, first.next!)
    assert.deepEqual([...first.ids, ...second.ids], [...ids, late.id])
  })

  test('is shorter, with a cursor, if very many items in a row are left out', async ({
    assert,
  }) => {
    const { b, ids } = await posts('a' + 'b'.repeat(25) + 'a')
    let page = await pageWithout(b, 2)
    const queries = await queriesOf(async () => {
      page = await pageWithout(b, 2)
    })
    assert.deepEqual(page.ids, ids.slice(0, 1))
    assert.isString(page.next)
    // Ten pages, and as many times the votes.
    assert.lengthOf(queries, 20)
    const last = await pageWithout(b, 2, page.next!)
    assert.deepEqual([last.ids, last.next], [ids.slice(1), null])
  })
})
