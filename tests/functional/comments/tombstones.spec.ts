import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { assertCounted } from '#tests/support/counts'
import { emptyDatabase } from '#tests/support/database'
import { act, people } from '#tests/support/staff'

/** A comment with a reply that has a reply, and a comment without replies. */
async function thread() {
  const [moderator, author] = await people('moderator', 'member')
  const post = await PostFactory.merge({ userId: author.id }).create()
  const comment = (parentId: number | null, depth: number) =>
    CommentFactory.merge({ postId: post.id, userId: author.id, parentId, depth }).create()
  const root = await comment(null, 0)
  const reply = await comment(root.id, 1)
  const leaf = await comment(reply.id, 2)
  const other = await comment(null, 0)
  return { moderator, author, post, root, reply, leaf, other }
}

/** The listed comments, in every place where a post shows its comments. */
async function listed(client: ApiClient, post: { id: number }): Promise<number[]> {
  const path = `/posts/${post.id}`
  const views = [
    await bodyOf(client.get(`${path}/comments`)),
    (await bodyOf(client.get(path))).comments,
  ]
  const [first, second] = views.map((view) => view.map(({ id }: { id: number }) => id))
  if (String(first) !== String(second)) throw new Error(`${first} is not ${second}`)
  return first
}

test.group('A branch with only tombstones', (group) => {
  group.each.setup(emptyDatabase)

  test('is unlisted when staff remove its last reply, and listed again when they restore it', async ({
    client,
    assert,
  }) => {
    const { moderator, author, post, root, reply, leaf, other } = await thread()
    for (const { id } of [root, reply]) {
      await answers(client.delete(`/comments/${id}`).loginAs(author), 204)
    }
    const all = [root.id, reply.id, leaf.id, other.id]
    assert.deepEqual(await listed(client, post), all)

    await answers(act(client, moderator, 'comment.remove', { on: leaf }), 201)
    assert.deepEqual(await listed(client, post), [other.id])
    await assertCounted(assert)

    await answers(act(client, moderator, 'comment.restore', { on: leaf }), 201)
    assert.deepEqual(await listed(client, post), all)
    await assertCounted(assert)
  })

  test('does not count among the replies of its parent', async ({ client, assert }) => {
    const { moderator, author, post, root, reply, leaf } = await thread()
    const replies = async () => {
      const path = `/posts/${post.id}/comments?parent_id=${root.id}`
      const { length } = await bodyOf(client.get(path))
      const { replies_count: count } = await bodyOf(client.get(`/comments/${root.id}`))
      return [length, count]
    }
    await answers(act(client, moderator, 'comment.remove', { on: leaf }), 201)
    assert.deepEqual(await replies(), [1, 1])
    await answers(client.delete(`/comments/${reply.id}`).loginAs(author), 204)
    assert.deepEqual(await replies(), [0, 0])
    await assertCounted(assert)
  })

  test('is deleted with its last comment, except for comments that staff may restore', async ({
    client,
    assert,
  }) => {
    const { moderator, author, post, root, reply, leaf, other } = await thread()
    await answers(act(client, moderator, 'comment.remove', { on: leaf }), 201)
    const purge = (id: number) =>
      answers(client.delete(`/comments/${id}?purge=true`).loginAs(author), 204)
    for (const { id } of [reply, root]) await purge(id)
    assert.deepEqual(await listed(client, post), [other.id])

    await answers(act(client, moderator, 'comment.restore', { on: leaf }), 201)
    assert.deepEqual(await listed(client, post), [root.id, reply.id, leaf.id, other.id])
    await purge(leaf.id)
    const left = await db.from('comments').where('post_id', post.id).select('id')
    assert.deepEqual(left, [{ id: other.id }])
    await assertCounted(assert)
  })

  test('stays consistent when two replies are removed and restored at the same time', async ({
    client,
    assert,
  }) => {
    const { moderator, author, post, root, reply, leaf, other } = await thread()
    const second = await CommentFactory.merge({
      postId: post.id,
      userId: author.id,
      parentId: reply.id,
      depth: 2,
    }).create()
    for (const { id } of [root, reply]) {
      await answers(client.delete(`/comments/${id}`).loginAs(author), 204)
    }
    const both = (action: string) =>
      Promise.all([leaf, second].map((on) => answers(act(client, moderator, action, { on }), 201)))

    await both('comment.remove')
    assert.deepEqual(await listed(client, post), [other.id])
    await both('comment.restore')
    assert.sameMembers(await listed(client, post), [
      root.id,
      reply.id,
      leaf.id,
      second.id,
      other.id,
    ])
    await assertCounted(assert)
  })

  test('is corrected by the check of the counters', async ({ client, assert }) => {
    const { moderator, author, post, root, reply, leaf, other } = await thread()
    for (const { id } of [root, reply]) {
      await answers(client.delete(`/comments/${id}`).loginAs(author), 204)
    }
    await answers(act(client, moderator, 'comment.remove', { on: leaf }), 201)
    await db.transaction(async (trx) => {
      await trx.rawQuery(`set local session_replication_role = 'replica'`)
      await trx.from('comments').where('id', reply.id).update({ replies_count: 1 })
    })

    const { comments } = await new RebuildCounters().handle()
    assert.equal(comments, 2)
    assert.deepEqual(await listed(client, post), [other.id])
    await assertCounted(assert)
  })
})
