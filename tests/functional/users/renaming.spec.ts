import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { cachedFirstPage, cachedPost } from '#queries/posts/cached_posts'
import { answers, textOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'

test.group('The cache, when a profile changes', (group) => {
  group.each.setup(emptyDatabase)

  /** A user with a post on the second page and a comment on another post, and a post without either. */
  async function scene() {
    const [me, other] = await UserFactory.createMany(2)
    const mine = await PostFactory.merge({ userId: me.id }).create()
    const [commented, foreign] = await PostFactory.merge({ userId: other.id }).createMany(2)
    await CommentFactory.merge({ userId: me.id, postId: commented.id }).create()
    const kept = {
      mine: () => cachedPost(mine.id),
      commented: () => cachedPost(commented.id),
      foreign: () => cachedPost(foreign.id),
      all: () => cachedFirstPage({ limit: 3, sort: 'hot' }),
      withoutMe: () => cachedFirstPage({ limit: 2, sort: 'new' }),
    }
    const read = async () => {
      const values = await Promise.all(Object.values(kept).map((one) => one()))
      return new Map(Object.keys(kept).map((name, index) => [name, values[index]]))
    }
    return { me, other, mine, commented, read }
  }

  for (const { change, goes } of [
    { change: { bio: 'Nothing that a post shows' }, goes: [] },
    { change: { display_name: 'Ada L.' }, goes: ['mine', 'commented', 'all'] },
    { change: { username: 'ada_l' }, goes: ['mine', 'commented', 'all'] },
  ]) {
    test(`${Object.keys(change)} invalidates ${goes.join(', ') || 'nothing of posts'}`, async ({
      client,
      assert,
    }) => {
      const { me, read } = await scene()
      const before = await read()
      await answers(client.patch('/users/me').loginAs(me).json(change), 200)
      const after = await read()

      const gone = [...before.keys()].filter((name) => before.get(name) !== after.get(name))
      assert.sameMembers(gone, goes)
    })
  }

  test('no page shows the old name', async ({ client, assert }) => {
    const { me, mine, commented } = await scene()
    const pages = ['/posts', `/posts/${mine.id}`, `/posts/${commented.id}`]
    for (const page of pages) assert.include(await textOf(client.get(page)), me.username)

    await answers(client.patch('/users/me').loginAs(me).json({ username: 'renamed_1' }), 200)
    await answers(client.patch('/users/me').loginAs(me).json({ username: 'renamed_2' }), 200)

    for (const page of pages) {
      const text = await textOf(client.get(page))
      assert.include(text, 'renamed_2', page)
      assert.notInclude(text, me.username, page)
    }
  })
})
