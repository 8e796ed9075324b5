import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import RebuildCounters from '#actions/counters/rebuild_counters'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { untilBlocked } from '#tests/support/waiting'

/** A comment, a reply to it and a reply to that, all by one author. */
async function threeGenerations() {
  const author = await UserFactory.create()
  const post = await PostFactory.merge({ userId: author.id }).create()
  const ids: number[] = []
  for (const depth of [0, 1, 2]) {
    const parentId = ids.at(-1) ?? null
    const comment = await CommentFactory.merge({
      postId: post.id,
      userId: author.id,
      parentId,
      depth,
    }).create()
    ids.push(comment.id)
  }
  return { author, post, ids }
}

test.group('DELETE /comments/{id}', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(async () => {
    // The counters must match the rows in every case.
    const wrong = await new RebuildCounters().handle()
    if (wrong.users + wrong.posts + wrong.comments > 0) {
      throw new Error(`Counters were wrong: ${JSON.stringify(wrong)}`)
    }
  })

  test('by {name} deletes a comment without replies')
    .with([
      { name: 'its author', role: null },
      { name: 'a moderator', role: 'moderator' as const },
      { name: 'an admin', role: 'admin' as const },
    ])
    .run(async ({ client, assert }, { role }) => {
      const author = await UserFactory.create()
      const comment = await CommentFactory.merge({ userId: author.id }).create()
      const deleter = role ? await UserFactory.merge({ role }).create() : author

      const response = await client.delete(`/comments/${comment.id}`).loginAs(deleter)

      response.assertStatus(204)
      // What its author deletes is in the trash.
      assert.lengthOf(await db.from('comments'), role ? 0 : 1)
      assert.containSubset(await row('posts', { id: comment.postId }), { comments_count: 0 })
      assert.containSubset(await row('users', { id: author.id }), { comments_count: 0 })
      assertProblem(await client.get(`/comments/${comment.id}`), 404, 'not_found')
    })

  test('leaves a tombstone if the comment has replies', async ({ client, assert }) => {
    const { author, post, ids } = await threeGenerations()

    const response = await client.delete(`/comments/${ids[0]}`).loginAs(author)

    response.assertStatus(204)
    const tombstone = await row('comments', { id: ids[0] })
    assert.containSubset(tombstone, { content: null, user_id: null, replies_count: 1 })
    assert.instanceOf(tombstone.deleted_at, Date)
    assert.containSubset(await bodyOf(client.get(`/comments/${ids[0]}`)), {
      content: null,
      deleted: true,
      author: null,
    })
    assert.deepEqual(idsOf(await client.get(`/posts/${post.id}/comments`)), ids)
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: 2 })
    assert.containSubset(await row('users', { id: author.id }), { comments_count: 2 })
  })

  test('deletes tombstones with the last reply below them', async ({ client, assert }) => {
    const { author, post, ids } = await threeGenerations()
    const remaining = async () => idsOf(await client.get(`/posts/${post.id}/comments`))
    await client.delete(`/comments/${ids[0]}`).loginAs(author)
    await client.delete(`/comments/${ids[1]}`).loginAs(author)
    assert.deepEqual(await remaining(), ids)

    await client.delete(`/comments/${ids[2]}?purge=true`).loginAs(author)

    assert.deepEqual(await remaining(), [])
    assert.isEmpty(await db.from('comments'))
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: 0 })
  })

  test('keeps a tombstone that has another reply', async ({ client, assert }) => {
    const { author, post, ids } = await threeGenerations()
    const sibling = await CommentFactory.merge({
      postId: post.id,
      userId: author.id,
      parentId: ids[0],
      depth: 1,
    }).create()
    for (const id of ids) await client.delete(`/comments/${id}`).loginAs(author)

    assert.deepEqual(idsOf(await client.get(`/posts/${post.id}/comments`)), [ids[0], sibling.id])
    assert.containSubset(await row('comments', { id: ids[0] }), { replies_count: 1 })
  })

  test('does not delete a comment with its last reply', async ({ client, assert }) => {
    const { author, post, ids } = await threeGenerations()
    await client.delete(`/comments/${ids[2]}`).loginAs(author)
    assert.deepEqual(idsOf(await client.get(`/posts/${post.id}/comments`)), ids.slice(0, 2))
  })

  test('by another user is forbidden, and without a token refused', async ({ client, assert }) => {
    const comment = await CommentFactory.create()
    const path = `/comments/${comment.id}`
    assertProblem(await client.delete(path).loginAs(await UserFactory.create()), 403, 'forbidden')
    assertProblem(await client.delete(path), 401, 'unauthenticated')
    assert.containSubset(await row('comments', { id: comment.id }), { content: comment.content })
  })

  test('a second time is 404, for a tombstone too', async ({ client }) => {
    const { author, ids } = await threeGenerations()
    for (const id of [ids[0], ids[2]]) {
      const path = `/comments/${id}?purge=true`
      await answers(client.delete(path).loginAs(author), 204)
      assertProblem(await client.delete(path).loginAs(author), 404, 'not_found')
    }
  })

  test('of a whole thread at the same time leaves no comment behind', async ({
    client,
    assert,
  }) => {
    const { author, post, ids } = await threeGenerations()
    const received = await Promise.all(
      ids.map((id) => client.delete(`/comments/${id}?purge=true`).loginAs(author))
    )
    for (const answer of received) answer.assertStatus(204)
    assert.isEmpty(await db.from('comments'))
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: 0 })
  })

  test('answers 422 to a simultaneous reply to the deleted comment', async ({ client, assert }) => {
    const { author, post, ids } = await threeGenerations()
    const { reply } = await db.transaction(async (deletion) => {
      await deletion.rawQuery('select from posts where id = ? for update', [post.id])
      await deletion.from('comments').where('id', ids[2]).delete()
      const fields = { post_id: post.id, parent_id: ids[2], content: 'Hello' }
      const underway = client.post('/comments').loginAs(author).json(fields).send()
      await untilBlocked()
      return { reply: underway }
    })
    assertProblem(await reply, 422, 'validation_failed', ['/parent_id'])
    assert.deepEqual(idsOf(await client.get(`/posts/${post.id}/comments`)), ids.slice(0, 2))
  })

  test('at the same time as replies leaves no reply without its parent', async ({
    client,
    assert,
  }) => {
    const author = await UserFactory.create()
    const post = await PostFactory.merge({ userId: author.id }).create()
    const parent = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
    const reply = () =>
      client
        .post('/comments')
        .loginAs(author)
        .json({ post_id: post.id, parent_id: parent.id, content: 'Hello' })
    const received = await Promise.all([
      reply(),
      reply(),
      client.delete(`/comments/${parent.id}`).loginAs(author),
      reply(),
      reply(),
    ])

    received[2].assertStatus(204)
    const replies = received.filter((_, index) => index !== 2)
    for (const answer of replies) assert.include([201, 422], answer.status())
    const written = replies.filter((answer) => answer.status() === 201).length
    assert.containSubset(await row('posts', { id: post.id }), { comments_count: written })
  })
})
