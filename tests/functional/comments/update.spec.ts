import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { untilBlocked } from '#tests/support/waiting'

test.group('GET /comments/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('answers 404 for a missing comment', async ({ client }) => {
    assertProblem(await client.get('/comments/999999999'), 404, 'not_found')
  })

  test('shows a tombstone without its content', async ({ client, assert }) => {
    const comment = await CommentFactory.create()
    await comment.entomb()
    const response = await client.get(`/comments/${comment.id}`)
    response.assertStatus(200)
    assert.containSubset(response.body(), { content: null, deleted: true, author: null })
  })
})

test.group('PATCH /comments/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('changes the text, and no field that the server owns', async ({ client, assert }) => {
    const [author, other] = await UserFactory.createMany(2)
    const comment = await CommentFactory.merge({ userId: author.id }).create()
    const before = await row('comments', { id: comment.id })

    const response = await client.patch(`/comments/${comment.id}`).loginAs(author).json({
      content: ' New ',
      id: 1,
      user_id: other.id,
      post_id: 1,
      parent_id: 1,
      depth: 3,
      replies_count: 3,
      deleted: false,
      created_at: '2001-01-01T00:00:00.000Z',
    })

    response.assertStatus(200)
    assert.containSubset(response.body(), { id: comment.id, content: 'New', user_id: author.id })
    const after = await row('comments', { id: comment.id })
    assert.deepEqual({ ...after, updated_at: 0 }, { ...before, content: 'New', updated_at: 0 })
    assert.isAbove(after.updated_at.getTime(), before.updated_at.getTime())
  })

  test('changes nothing without a field', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const comment = await CommentFactory.merge({ userId: author.id }).create()
    const before = await row('comments', { id: comment.id })
    const response = await client.patch(`/comments/${comment.id}`).loginAs(author).json({})
    response.assertStatus(200)
    assert.equal(response.body().content, comment.content)
    assert.deepEqual(await row('comments', { id: comment.id }), before)
  })

  test('refuses the content {content}')
    .with([{ content: null }, { content: '' }, { content: 5 }, { content: 'x\u0000' }])
    .run(async ({ client, assert }, { content }) => {
      const author = await UserFactory.create()
      const comment = await CommentFactory.merge({ userId: author.id }).create()
      const response = await client
        .patch(`/comments/${comment.id}`)
        .loginAs(author)
        .json({ content })
      assertProblem(response, 422, 'validation_failed', ['/content'])
      assert.containSubset(await row('comments', { id: comment.id }), { content: comment.content })
    })

  test('by {name} is answered {status}')
    .with([
      { name: 'nobody', role: null, status: 401, code: 'unauthenticated' },
      { name: 'another user', role: 'member' as const, status: 403, code: 'forbidden' },
      { name: 'a moderator', role: 'moderator' as const, status: 403, code: 'forbidden' },
    ])
    .run(async ({ client, assert }, { role, status, code }) => {
      const comment = await CommentFactory.create()
      const request = client.patch(`/comments/${comment.id}`).json({ content: 'Mine' })
      if (role) request.loginAs(await UserFactory.merge({ role }).create())
      assertProblem(await request, status, code)
      assert.containSubset(await row('comments', { id: comment.id }), { content: comment.content })
    })

  test('is 404 for a tombstone and for a missing comment', async ({ client }) => {
    const author = await UserFactory.create()
    const comment = await CommentFactory.merge({ userId: author.id }).create()
    await comment.entomb()
    for (const id of [comment.id, 999_999_999]) {
      const response = await client
        .patch(`/comments/${id}`)
        .loginAs(author)
        .json({ content: 'New' })
      assertProblem(response, 404, 'not_found')
    }
  })

  test('is 404 if the comment is deleted meanwhile', async ({ client }) => {
    const author = await UserFactory.create()
    const comment = await CommentFactory.merge({ userId: author.id }).create()

    const { edit } = await db.transaction(async (deletion) => {
      await comment.useTransaction(deletion).entomb()
      const request = client.patch(`/comments/${comment.id}`).loginAs(author)
      const underway = request.json({ content: 'New' }).send()
      await untilBlocked()
      return { edit: underway }
    })

    assertProblem(await edit, 404, 'not_found')
  })

  test('is refused with the tag from before another edit', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const comment = await CommentFactory.merge({ userId: author.id }).create()
    const path = `/comments/${comment.id}`
    const stale = await tagOf(client.get(path))
    const edit = (tag: string, content: string) =>
      client.patch(path).loginAs(author).header('If-Match', tag).json({ content })

    const fresh = await edit(stale, 'One')
    fresh.assertStatus(200)
    assertProblem(await edit(stale, 'Two'), 412, 'precondition_failed')
    assertProblem(
      await client.delete(path).loginAs(author).header('If-Match', stale),
      412,
      'precondition_failed'
    )
    assert.containSubset(await row('comments', { id: comment.id }), { content: 'One' })
    const deleted = await client
      .delete(path)
      .loginAs(author)
      .header('If-Match', fresh.header('etag')!)
    deleted.assertStatus(204)
  })

  test('shows the change at once below the post', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const comment = await CommentFactory.merge({ userId: author.id }).create()
    const read = async () => {
      const { comments } = await bodyOf(client.get(`/posts/${comment.postId}`))
      return comments[0].content
    }
    assert.equal(await read(), comment.content)
    await client.patch(`/comments/${comment.id}`).loginAs(author).json({ content: 'New' })
    assert.equal(await read(), 'New')
  })
})
