import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { assertCounted } from '#tests/support/counts'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason, reportOf } from '#tests/support/staff'

/** A comment with a reply, on a post of another user. */
async function thread() {
  const [moderator, author, reader] = await people('moderator', 'member', 'member')
  const post = await PostFactory.merge({ userId: author.id }).create()
  const on = { postId: post.id, userId: reader.id }
  const comment = await CommentFactory.merge({ ...on, content: 'Sold in my shop' }).create()
  const reply = await CommentFactory.merge({ ...on, parentId: comment.id, depth: 1 }).create()
  return { moderator, author, reader, post, comment, reply }
}

test.group('POST /admin/actions, on a comment', (group) => {
  group.each.setup(emptyDatabase)

  test('removing and restoring it leave two linked audit entries', async ({ client, assert }) => {
    const { moderator, reader, comment } = await thread()
    await reportOf('comment', comment.id)

    const remove = await answers(act(client, moderator, 'comment.remove', { on: comment }), 201)
    const restore = await answers(act(client, moderator, 'comment.restore', { on: comment }), 201)

    const shared = {
      actor: { id: moderator.id, username: moderator.username },
      origin: 'api',
      target_type: 'comment',
      target_id: comment.id,
      subject_id: reader.id,
      reason,
      until: null,
    }
    assert.containSubset(remove.body(), {
      ...shared,
      action: 'comment.remove',
      before: { removed: false },
      after: { removed: true, reports_resolved: 1 },
      request_id: remove.header('x-request-id'),
    })
    assert.containSubset(restore.body(), {
      ...shared,
      action: 'comment.restore',
      before: { removed: true },
      after: { removed: false },
      previous_hash: remove.body().hash,
    })
  })

  test('{action} of a comment in that state already is a conflict')
    .with([{ action: 'comment.remove' }, { action: 'comment.restore' }])
    .run(async ({ client, assert }, { action }) => {
      const { moderator, comment } = await thread()
      if (action === 'comment.remove') await comment.remove()
      assertProblem(await act(client, moderator, action, { on: comment }), 409, 'conflict')
      assert.isEmpty(await db.from('audit_entries'))
    })

  test('restoring keeps the open reports on it', async ({ client, assert }) => {
    const { moderator, comment } = await thread()
    await comment.remove()
    await reportOf('comment', comment.id)
    await answers(act(client, moderator, 'comment.restore', { on: comment }), 201)
    assert.exists(await row('reports', { status: 'open' }))
  })

  test('a removed comment shows no text anywhere, and comes back complete', async ({
    client,
    assert,
  }) => {
    const { moderator, reader, post, comment, reply } = await thread()
    const views = () =>
      Promise.all([
        bodyOf(client.get(`/posts/${post.id}`)).then(({ comments }) => comments),
        bodyOf(client.get(`/posts/${post.id}/comments`)),
        bodyOf(client.get(`/comments/${comment.id}`)).then((one) => [one, reply]),
      ])
    const mine = async () => idsOf(await client.get(`/users/${reader.id}/comments`))
    const counts = async () => {
      await assertCounted(assert)
      const { comments_count: onPost } = await row('posts', { id: post.id })
      const { comments_count: ofReader } = await row('users', { id: reader.id })
      return [onPost, ofReader]
    }
    for (const [first] of await views()) assert.equal(first.content, 'Sold in my shop')
    assert.deepEqual(await mine(), [reply.id, comment.id])
    assert.deepEqual(await counts(), [2, 2])

    await answers(act(client, moderator, 'comment.remove', { on: comment }), 201)
    for (const [first, second] of await views()) {
      assert.containSubset(first, { content: null, deleted: true, user_id: null, author: null })
      assert.equal(second.id, reply.id)
    }
    assert.deepEqual(await mine(), [reply.id])
    assert.deepEqual(await counts(), [1, 1])
    const seen = await bodyOf(client.get(`/admin/comments/${comment.id}`).loginAs(moderator))
    assert.containSubset(seen, { status: 'removed', content: 'Sold in my shop' })
    assert.equal(seen.author.id, reader.id)

    await answers(act(client, moderator, 'comment.restore', { on: comment }), 201)
    for (const [first] of await views()) {
      assert.containSubset(first, { content: 'Sold in my shop', deleted: false })
    }
    assert.deepEqual(await mine(), [reply.id, comment.id])
    assert.deepEqual(await counts(), [2, 2])
  })

  test('a removed comment can’t be edited, deleted, replied to or reported', async ({
    client,
    assert,
  }) => {
    const { reader, post, comment } = await thread()
    await comment.remove()
    const path = `/comments/${comment.id}`

    const edited = await client.patch(path).loginAs(reader).json({ content: 'Still sold' })
    assertProblem(edited, 404, 'not_found')
    assertProblem(await client.delete(path).loginAs(reader), 404, 'not_found')
    const answer = { post_id: post.id, parent_id: comment.id, content: 'How much?' }
    const replied = await client.post('/comments').loginAs(reader).json(answer)
    assertProblem(replied, 422, 'validation_failed', ['/parent_id'])
    const complaint = { target_type: 'comment', target_id: comment.id, reason: 'spam' }
    const reported = await client.post('/reports').loginAs(reader).json(complaint)
    assertProblem(reported, 404, 'not_found')
    assert.containSubset(await row('comments', { id: comment.id }), { content: 'Sold in my shop' })
  })

  test('a deleted comment can be neither removed nor restored', async ({ client }) => {
    const { moderator, reader, comment } = await thread()
    await answers(client.delete(`/comments/${comment.id}`).loginAs(reader), 204)
    for (const action of ['comment.remove', 'comment.restore']) {
      assertProblem(await act(client, moderator, action, { on: comment }), 404, 'not_found')
    }
  })
})

test.group('DELETE /comments/{id}, by staff', (group) => {
  group.each.setup(emptyDatabase)

  test("of another user's comment is in the audit log", async ({ client, assert }) => {
    const { moderator, reader, comment, reply } = await thread()
    for (const { id } of [comment, reply]) {
      await answers(client.delete(`/comments/${id}`).loginAs(moderator), 204)
      assert.containSubset(await row('audit_entries', { target_id: id }), {
        action: 'comment.delete',
        actor_id: moderator.id,
        target_type: 'comment',
        subject_id: reader.id,
        after: { deleted: true },
      })
    }
  })

  test('of their own comment leaves no entry', async ({ client, assert }) => {
    const { moderator, post } = await thread()
    const mine = { postId: post.id, userId: moderator.id }
    const { id } = await CommentFactory.merge(mine).create()
    await answers(client.delete(`/comments/${id}`).loginAs(moderator), 204)
    assert.isEmpty(await db.from('audit_entries'))
  })
})
