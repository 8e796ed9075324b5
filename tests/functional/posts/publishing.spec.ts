import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'

test.group('Publishing a draft', (group) => {
  group.each.setup(emptyDatabase)

  test('puts it on top of the new posts at once, for all readers', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const later = await PostFactory.merge({ userId: author.id }).create()
    assert.deepEqual(idsOf(await client.get('/posts')), [later.id])
    assertProblem(await client.get(`/posts/${draft.id}`), 404, 'not_found')

    const published = await client
      .patch(`/posts/${draft.id}`)
      .loginAs(author)
      .json({ published: true })

    published.assertStatus(200)
    assert.isString(published.body().published_at)
    const open = await client.get(`/posts/${draft.id}`)
    open.assertStatus(200)
    assert.equal(open.body().published, true)
    assert.deepEqual(idsOf(await client.get('/posts')), [draft.id, later.id])
    assert.deepEqual(idsOf(await client.get('/posts?sort=old')), [later.id, draft.id])
    assert.containSubset(await row('users', { id: author.id }), { posts_count: 2 })
  })
})

test.group('Turning a post into a draft', (group) => {
  group.each.setup(emptyDatabase)

  test('hides it and the comments of others at once', async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const post = await PostFactory.merge({ userId: author.id }).create()
    const comment = await CommentFactory.merge({ postId: post.id, userId: other.id }).create()
    const paths = [`/posts/${post.id}`, `/posts/${post.id}/comments`, `/comments/${comment.id}`]
    const lists = ['/posts', `/users/${author.id}/posts`, `/users/${other.id}/comments`]
    for (const path of [...paths, ...lists]) await answers(client.get(path), 200)
    const counts = async () => {
      const profile = await bodyOf(client.get(`/users/${other.id}`))
      return profile.comments_count
    }
    assert.equal(await counts(), 1)

    await client.put(`/posts/${post.id}`).loginAs(author).json({ published: false })

    for (const path of paths) assertProblem(await client.get(path), 404, 'not_found')
    for (const path of paths.slice(0, 2)) {
      assertProblem(await client.get(path).loginAs(other), 404, 'not_found')
    }
    await answers(client.get(`/comments/${comment.id}`).loginAs(other), 200)
    for (const path of lists) assert.isEmpty(await bodyOf(client.get(path)), path)
    assert.equal(await counts(), 0)

    await client.put(`/posts/${post.id}`).loginAs(author).json({ published: true })

    for (const path of paths) await answers(client.get(path), 200)
    for (const path of lists) assert.lengthOf(await bodyOf(client.get(path)), 1, path)
    assert.equal(await counts(), 1)
  })

  test('lets commenters delete their comments, but not edit them', async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const draft = await PostFactory.merge({ userId: author.id }).apply('draft').create()
    const comment = await CommentFactory.merge({ postId: draft.id, userId: other.id }).create()
    const path = `/comments/${comment.id}`

    const changed = await client.patch(path).loginAs(other).json({ content: 'x' })
    assertProblem(changed, 403, 'forbidden')
    assert.containSubset(await row('comments', { id: comment.id }), { content: comment.content })
    await answers(client.delete(path).loginAs(other), 204)
  })

  test('does not count the comments of a deleted draft twice', async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const post = await PostFactory.merge({ userId: author.id }).create()
    const kept = await PostFactory.merge({ userId: author.id }).create()
    for (const { id } of [post, post, kept]) {
      await client.post('/comments').loginAs(other).json({ post_id: id, content: 'Hello' })
    }
    assert.containSubset(await row('users', { id: other.id }), { comments_count: 3 })

    await client.put(`/posts/${post.id}`).loginAs(author).json({ published: false })
    assert.containSubset(await row('users', { id: other.id }), { comments_count: 1 })
    await client.delete(`/posts/${post.id}`).loginAs(author)
    assert.containSubset(await row('users', { id: other.id }), { comments_count: 1 })
  })
})
