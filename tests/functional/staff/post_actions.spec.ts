import db from '@adonisjs/lucid/services/db'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { assertCounted } from '#tests/support/counts'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason, reportOf } from '#tests/support/staff'

const removed = { removedAt: DateTime.now() }
const locked = { locked: true }

/** A post with a comment and a vote, and all lists in which they stand. */
async function discussed(client: ApiClient, assert: Assert) {
  const [moderator, author, reader] = await people('moderator', 'member', 'member')
  const title = 'Lanterns at dusk'
  const post = await PostFactory.merge({ userId: author.id, title }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId: reader.id }).create()
  await client.post('/votes').loginAs(reader).json({ post_id: post.id, vote_dir: 1 })
  const lists = [
    ...['new', 'old', 'top', 'hot'].map((sort) => `/posts?sort=${sort}`),
    '/posts?search=lantern',
    `/posts?author=${author.id}`,
    `/users/${author.id}/posts`,
    `/users/${reader.id}/comments`,
  ]
  const listed = () => Promise.all(lists.map(async (list) => idsOf(await client.get(list))))
  const counts = async () => {
    await assertCounted(assert)
    const { posts_count: posts } = await row('users', { id: author.id })
    const { comments_count: comments } = await row('users', { id: reader.id })
    return { posts, comments }
  }
  return { moderator, author, reader, post, comment, listed, counts }
}

test.group('POST /admin/actions, on a post', (group) => {
  group.each.setup(emptyDatabase)

  test('{action} leaves an entry that says who, what, whom, why and how it was')
    .with([
      { action: 'post.remove', was: {}, before: { removed: false }, after: { removed: true } },
      {
        action: 'post.restore',
        was: removed,
        before: { removed: true },
        after: { removed: false },
      },
      { action: 'post.lock', was: {}, before: { locked: false }, after: { locked: true } },
      { action: 'post.unlock', was: locked, before: { locked: true }, after: { locked: false } },
    ])
    .run(async ({ client, assert }, { action, was, before, after }) => {
      const [moderator, author] = await people('moderator', 'member')
      const post = await PostFactory.merge({ userId: author.id, ...was }).create()

      const response = await act(client, moderator, action, { on: post }).header(
        'x-request-id',
        'the-square.7'
      )

      response.assertStatus(201)
      response.assertHeader('location', '/admin/audit/1')
      const { created_at: time, hash, ...entry } = response.body()
      assert.deepEqual(entry, {
        id: 1,
        action,
        actor: { id: moderator.id, username: moderator.username },
        origin: 'api',
        os_user: null,
        host: null,
        target_type: 'post',
        target_id: post.id,
        subject_id: author.id,
        reason,
        until: null,
        before,
        after,
        batch_id: null,
        request_id: 'the-square.7',
        previous_hash: '0'.repeat(64),
      })
      assert.containSubset(await row('audit_entries', { id: 1 }), { hash, reason, before, after })
      const shown = await bodyOf(client.get('/admin/audit/1').loginAs(moderator))
      assert.deepEqual(shown, { ...entry, created_at: time, hash })
    })

  test('{action} of one that is in that state already is a conflict')
    .with([
      { action: 'post.remove', was: removed },
      { action: 'post.restore', was: {} },
      { action: 'post.lock', was: locked },
      { action: 'post.unlock', was: {} },
    ])
    .run(async ({ client, assert }, { action, was }) => {
      const [moderator, author] = await people('moderator', 'member')
      const post = await PostFactory.merge({ userId: author.id, ...was }).create()
      await reportOf('post', post.id)

      assertProblem(await act(client, moderator, action, { on: post }), 409, 'conflict')
      assert.isEmpty(await db.from('audit_entries'))
      assert.exists(await row('reports', { status: 'open' }))
    })

  test('{action} {settles} the open reports on it')
    .with([
      { action: 'post.remove', settles: 'resolves', was: {} },
      { action: 'post.lock', settles: 'resolves', was: {} },
      { action: 'post.restore', settles: 'leaves', was: removed },
      { action: 'post.unlock', settles: 'leaves', was: locked },
    ])
    .run(async ({ client, assert }, { action, settles, was }) => {
      const [moderator, author] = await people('moderator', 'member')
      const [post, other] = await PostFactory.merge({ userId: author.id, ...was }).createMany(2)
      for (const id of [post.id, post.id, other.id]) await reportOf('post', id)

      const response = await answers(act(client, moderator, action, { on: post }), 201)

      const open = await db.from('reports').where('status', 'open')
      assert.lengthOf(open, settles === 'resolves' ? 1 : 3)
      const { reports_resolved: resolved } = response.body().after
      assert.equal(resolved, settles === 'resolves' ? 2 : undefined)
    })

  test('a removed post is gone at once from every list, search and count, and comes back whole', async ({
    client,
    assert,
  }) => {
    const { moderator, post, comment, listed, counts } = await discussed(client, assert)
    const [before, wasCounted] = [await listed(), await counts()]
    assert.deepEqual(before, [...Array(7).fill([post.id]), [comment.id]])
    assert.deepEqual(wasCounted, { posts: 1, comments: 1 })
    await answers(client.get(`/posts/${post.id}`), 200)

    await answers(act(client, moderator, 'post.remove', { on: post }), 201)
    assert.deepEqual(await listed(), Array(8).fill([]))
    assert.deepEqual(await counts(), { posts: 0, comments: 0 })
    assertProblem(await client.get(`/posts/${post.id}`), 404, 'not_found')
    const shown = await bodyOf(client.get(`/admin/posts/${post.id}`).loginAs(moderator))
    assert.containSubset(shown, { status: 'removed', title: post.title, votes_count: 1 })

    await answers(act(client, moderator, 'post.restore', { on: post }), 201)
    assert.deepEqual(await listed(), before)
    assert.deepEqual(await counts(), wasCounted)
    const { comments, votes_count: votes } = await bodyOf(client.get(`/posts/${post.id}`))
    assert.equal(votes, 1)
    assert.equal(comments[0].content, comment.content)
  })

  test(
    'a removed post is not there for its author and others, to read or to write: {method} {path}'
  )
    .with([
      { method: 'GET', path: '/posts/{post}' },
      { method: 'GET', path: '/posts/{post}/comments' },
      { method: 'GET', path: '/comments/{comment}' },
      { method: 'PUT', path: '/posts/{post}', body: { title: 'Back again' } },
      { method: 'PATCH', path: '/posts/{post}', body: { published: true } },
      { method: 'DELETE', path: '/posts/{post}' },
      { method: 'POST', path: '/votes', body: { vote_dir: 0 } },
      { method: 'POST', path: '/comments', body: { content: 'Where is it?' } },
      { method: 'POST', path: '/reports', body: { target_type: 'post', reason: 'other' } },
      { method: 'PATCH', path: '/comments/{comment}', body: { content: 'Where is it?' } },
      { method: 'DELETE', path: '/comments/{comment}' },
    ])
    .run(async ({ client }, { method, path, body }) => {
      const [author, stranger] = await people('member', 'member')
      const post = await PostFactory.merge({ userId: author.id }).create()
      const mine = { postId: post.id, userId: author.id }
      const comment = await CommentFactory.merge(mine).create()
      await post.remove()

      const address = path.replace('{post}', `${post.id}`).replace('{comment}', `${comment.id}`)
      const whole = body && { post_id: post.id, target_id: post.id, ...body }
      for (const someone of [author, stranger]) {
        const request = client.request(address, method).loginAs(someone)
        assertProblem(await (whole ? request.json(whole) : request), 404, 'not_found')
      }
    })

  test('a locked post shows that it is, and takes no comments and no votes until it is unlocked', async ({
    client,
    assert,
  }) => {
    const { moderator, author, reader, post, comment } = await discussed(client, assert)
    const shown = () => bodyOf(client.get(`/posts/${post.id}`))
    const inList = async () => (await bodyOf(client.get('/posts')))[0]
    assert.isFalse((await shown()).locked || (await inList()).locked)
    const writes = async () => {
      const write = (path: string, body: object) =>
        client
          .post(path)
          .loginAs(reader)
          .json({ post_id: post.id, ...body })
      return [
        await write('/votes', { vote_dir: -1 }),
        await write('/votes', { vote_dir: 0 }),
        await write('/comments', { content: 'One more thing' }),
        await write('/comments', { content: 'One more thing', parent_id: comment.id }),
      ]
    }

    await answers(act(client, moderator, 'post.lock', { on: post }), 201)
    assert.isTrue((await shown()).locked && (await inList()).locked)
    for (const response of await writes()) assertProblem(response, 403, 'post_locked')
    assert.containSubset(await shown(), { votes_count: 1, comments_count: 1 })
    await answers(
      client.patch(`/posts/${post.id}`).loginAs(author).json({ title: 'The last word' }),
      200
    )

    await answers(act(client, moderator, 'post.unlock', { on: post }), 201)
    assert.isFalse((await shown()).locked || (await inList()).locked)
    assert.deepEqual(
      (await writes()).map((response) => response.status()),
      [200, 200, 201, 201]
    )
  })
})

test.group('DELETE /posts/{id}, by staff', (group) => {
  group.each.setup(emptyDatabase)

  test('of what another wrote is in the audit log', async ({ client, assert }) => {
    const [moderator, author] = await people('moderator', 'member')
    const post = await PostFactory.merge({ userId: author.id }).create()
    await answers(client.delete(`/posts/${post.id}`).loginAs(moderator), 204)

    assert.containSubset(await row('audit_entries', { action: 'post.delete' }), {
      actor_id: moderator.id,
      target_type: 'post',
      target_id: post.id,
      subject_id: author.id,
      after: { deleted: true },
    })
  })

  test('of their own leaves no entry', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const post = await PostFactory.merge({ userId: moderator.id }).create()
    await answers(client.delete(`/posts/${post.id}`).loginAs(moderator), 204)
    assert.isEmpty(await db.from('audit_entries'))
  })
})
