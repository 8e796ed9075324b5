import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { answers, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

test.group('DELETE /posts/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('with purge=true, by {name}, deletes the post with its comments and votes')
    .with([
      { name: 'its author', role: 'author' as const },
      { name: 'a moderator', role: 'moderator' as const },
      { name: 'an admin', role: 'admin' as const },
    ])
    .run(async ({ client, assert }, { role }) => {
      const [author, other] = await UserFactory.createMany(2)
      const post = await PostFactory.merge({ userId: author.id }).create()
      const parent = await CommentFactory.merge({ postId: post.id, userId: other.id }).create()
      await CommentFactory.merge({
        postId: post.id,
        userId: author.id,
        parentId: parent.id,
        depth: 1,
      }).create()
      await client.post('/votes').loginAs(other).json({ post_id: post.id, vote_dir: 1 })
      const deleter = role === 'author' ? author : await UserFactory.merge({ role }).create()

      const response = await client.delete(`/posts/${post.id}?purge=true`).loginAs(deleter)

      response.assertStatus(204)
      assert.equal(response.text() ?? '', '')
      await runJobs()
      for (const table of ['posts', 'comments', 'votes']) {
        assert.isEmpty(await db.from(table), table)
      }
      for (const { id } of [author, other]) {
        assert.containSubset(await row('users', { id }), { posts_count: 0, comments_count: 0 })
      }
    })

  test('by staff removes the post, with a reason, and resolves its reports', async ({
    client,
    assert,
  }) => {
    const [reporter, moderator] = await people('member', 'moderator')
    const post = await PostFactory.create()
    const target = { target_type: 'post', target_id: post.id, reason: 'spam' }
    await answers(client.post('/reports').loginAs(reporter).json(target), 201)

    await answers(client.delete(`/posts/${post.id}?reason=Cheap+watches`).loginAs(moderator), 204)

    const kept = await row('posts', { id: post.id })
    assert.isNotNull(kept.removed_at)
    assert.isNull(kept.trashed_at)
    assert.containSubset(await row('audit_entries', { target_id: post.id }), {
      action: 'post.remove',
      reason: 'Cheap watches',
      subject_id: post.userId,
    })
    assert.equal((await row('reports', { target_id: post.id })).status, 'resolved')
    assertProblem(await client.delete(`/posts/${post.id}`).loginAs(moderator), 409, 'conflict')
  })

  test('by staff without a reason leaves one of its own', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const post = await PostFactory.create()
    await answers(client.delete(`/posts/${post.id}`).loginAs(moderator), 204)
    assert.equal((await row('audit_entries', { target_id: post.id })).reason, 'Deleted by staff')
  })

  test('removes the post from cached lists', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const comment = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
    const lists = [
      '/posts',
      '/posts?sort=top',
      `/users/${author.id}/posts`,
      `/users/${author.id}/comments`,
    ]
    for (const path of lists) assert.lengthOf(idsOf(await client.get(path)), 1, path)
    const known = await tagOf(client.get(`/posts/${post.id}`))

    await client.delete(`/posts/${post.id}`).loginAs(author)

    for (const path of lists) assert.isEmpty(idsOf(await client.get(path)), path)
    for (const path of [
      `/posts/${post.id}`,
      `/posts/${post.id}/comments`,
      `/comments/${comment.id}`,
    ]) {
      assertProblem(await client.get(path), 404, 'not_found')
    }
    for (const tag of [known, '*']) {
      const response = await client.get(`/posts/${post.id}`).header('If-None-Match', tag)
      assertProblem(response, 404, 'not_found')
    }
  })

  test('by another user is forbidden', async ({ client, assert }) => {
    const post = await PostFactory.create()
    const response = await client.delete(`/posts/${post.id}`).loginAs(await UserFactory.create())
    assertProblem(response, 403, 'forbidden')
    assert.exists(await row('posts', { id: post.id }))
  })

  test('without a token is refused', async ({ client, assert }) => {
    const post = await PostFactory.create()
    assertProblem(await client.delete(`/posts/${post.id}`), 401, 'unauthenticated')
    assert.exists(await row('posts', { id: post.id }))
  })

  test('a second time changes nothing', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    const before = await row('posts', { id: post.id })
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    assert.deepEqual(await row('posts', { id: post.id }), before)
  })

  test('with purge=true a second time is 404', async ({ client }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const path = `/posts/${post.id}?purge=true`
    await answers(client.delete(path).loginAs(author), 204)
    assertProblem(await client.delete(path).loginAs(author), 404, 'not_found')
  })
})
