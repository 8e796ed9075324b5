import { test } from '@japa/runner'
import cache from '#cache/cache'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const text = { title: 'A walk', content: 'By the river' }

test.group('POSTING=authors', (group) => {
  group.each.setup(async () => {
    await emptyDatabase()
    const restore = setting('posting.mode', 'authors')
    return async () => {
      restore()
      await cache.invalidate('*')
    }
  })

  test('lets members comment and vote, and publish nothing', async ({ client, assert }) => {
    const [member, author] = await people('member', 'author')
    for (const published of [true, false]) {
      const post = client
        .post('/posts')
        .loginAs(member)
        .json({ ...text, published })
      assertProblem(await post, 403, 'forbidden')
    }
    const post = await bodyOf(client.post('/posts').loginAs(author).json(text))
    const comment = { post_id: post.id, content: 'Well said' }
    assert.equal(await statusOf(client.post('/comments').loginAs(member).json(comment)), 201)
    const vote = { post_id: post.id, vote_dir: 1 }
    assert.equal(await statusOf(client.post('/votes').loginAs(member).json(vote)), 200)
  })

  test('lets every other built-in role publish', async ({ client }) => {
    for (const user of await people('author', 'editor', 'moderator', 'admin')) {
      await answers(client.post('/posts').loginAs(user).json(text), 201)
    }
  })

  test('lets a member edit an older post, and publish no draft', async ({ client, assert }) => {
    const [member] = await people('member')
    const post = await PostFactory.merge({ userId: member.id }).create()
    const draft = await PostFactory.apply('draft').merge({ userId: member.id }).create()
    const patch = (id: number, fields: object) =>
      client.patch(`/posts/${id}`).loginAs(member).json(fields)
    await answers(patch(post.id, { title: 'New', published: true }), 200)
    await answers(patch(draft.id, { title: 'New' }), 200)
    assertProblem(await patch(draft.id, { published: true }), 403, 'forbidden')
    assert.isFalse((await row('posts', { id: draft.id })).published)
  })

  test('shows what members may do, and forgets nothing of what is stored', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const stored = await row('roles', { name: 'member' })
    const { permissions, updated_at: updatedAt } = await bodyOf(
      client.get('/admin/roles/member').loginAs(admin)
    )
    assert.notInclude(permissions, 'posts.publish')
    const back = client.patch('/admin/roles/member').loginAs(admin).json({ permissions })
    await answers(back, 200)
    assert.deepEqual((await row('roles', { name: 'member' })).permissions, stored.permissions)
    assert.equal(stored.updated_at.toISOString(), updatedAt)
    const listed = await bodyOf(client.get('/admin/permissions').loginAs(admin))
    const publish = listed.find(({ name }: { name: string }) => name === 'posts.publish')
    assert.notInclude(publish.roles, 'member')
  })
})
