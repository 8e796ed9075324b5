import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { DateTime, Settings } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { purgeTrash } from '#jobs/purge_trash'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
import { runJobs } from '#tests/support/jobs'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act } from '#tests/support/staff'
import {
  author,
  bringBack,
  eachWithComments,
  moderator,
  other,
  postId,
  remove,
  write,
} from '#tests/support/trashed_comments'

const trashOf = async (client: ApiClient, user: User) =>
  idsOf(await answers(client.get('/users/me/trash/comments').loginAs(user), 200))

test.group('The trash of comments', (group) => {
  eachWithComments(group)

  test('has deleted comments without replies, for their author alone', async ({
    client,
    assert,
  }) => {
    const { id, content } = await write(author.id)
    const path = `/comments/${id}`
    await answers(remove(client, author, id), 204)

    const trashed = await bodyOf(client.get('/users/me/trash/comments').loginAs(author))
    assert.containSubset(trashed, [{ id, content, user_id: author.id, deleted: true }])
    assert.isString(trashed[0].trashed_at)
    assert.isEmpty(await trashOf(client, other))
    for (const request of [
      client.get(path),
      client.get(path).loginAs(other),
      client.get(path).loginAs(moderator),
      remove(client, other, id),
      bringBack(client, other, id),
      bringBack(client, moderator, id),
    ]) {
      assertProblem(await request, 404, 'not_found')
    }
    assert.containSubset(await bodyOf(client.get(path).loginAs(author)), { content: null })
    assert.isEmpty(await bodyOf(client.get(`/posts/${postId}/comments`)))
    assert.equal((await bodyOf(client.get(`/posts/${postId}`))).comments_count, 0)
    assert.equal((await bodyOf(client.get(`/users/${author.id}`))).comments_count, 0)
  })

  test('is hidden from staff, too', async ({ client, assert }) => {
    const { id } = await write(author.id)
    await db.from('comments').where({ id }).update({ content: 'Quokkas smile' })
    await answers(remove(client, author, id), 204)
    const staff = (query: string) => client.get(`/admin/comments${query}`).loginAs(moderator)
    for (const query of ['', '?search=quokkas', `?author=${author.id}`, '?status=deleted']) {
      assert.isEmpty(await bodyOf(staff(query)), query)
    }
    assertProblem(await staff(`/${id}`), 404, 'not_found')
  })

  test('gives a comment back with its place in the thread', async ({ client, assert }) => {
    const parent = await write(other.id)
    const { id, content } = await write(author.id, parent.id)
    await answers(remove(client, author, id), 204)
    assert.equal((await bodyOf(client.get(`/comments/${parent.id}`))).replies_count, 0)

    const back = await bodyOf(bringBack(client, author, id))
    assert.containSubset(back, { id, content, deleted: false, parent_id: parent.id })
    assert.isEmpty(await trashOf(client, author))
    assert.equal((await bodyOf(client.get(`/comments/${parent.id}`))).replies_count, 1)
    await answers(bringBack(client, author, id, { content: 'Better' }), 200)
    assert.equal((await bodyOf(client.get(`/comments/${id}`))).content, 'Better')
  })

  test('changes a comment as it gives it back, and refuses to change it there', async ({
    client,
    assert,
  }) => {
    const { id } = await write(author.id)
    await answers(remove(client, author, id), 204)
    const edit = client.patch(`/comments/${id}`).loginAs(author).json({ content: 'New' })
    assertProblem(await edit, 409, 'conflict')
    const taken = client.patch(`/comments/${id}`).loginAs(author).json({ deleted: true })
    assertProblem(await taken, 422, 'validation_failed', ['/deleted'])
    assert.equal((await bodyOf(bringBack(client, author, id, { content: 'New' }))).content, 'New')
  })

  test('gives nothing back below a post that {name}')
    .with([
      { name: 'is locked', change: { locked: true }, status: 403, code: 'post_locked' },
      {
        name: 'takes no comments',
        change: { comments_open: false },
        status: 403,
        code: 'comments_closed',
      },
      { name: 'is a draft', change: { published: false }, status: 404, code: 'not_found' },
      { name: 'was removed', change: { removed_at: new Date() }, status: 404, code: 'not_found' },
    ] as const)
    .run(async ({ client, assert }, { change, status, code }) => {
      const { id } = await write(author.id)
      await answers(remove(client, author, id), 204)
      await db.from('posts').where('id', postId).update(change)
      assertProblem(await bringBack(client, author, id), status, code)
      assert.isNotNull((await row('comments', { id })).deleted_at)
    })

  test('has no comment that staff removed or deleted', async ({ client, assert }) => {
    const [removed, deleted] = [await write(author.id), await write(author.id)]
    await answers(act(client, moderator, 'comment.remove', { on: removed }), 201)
    await answers(remove(client, moderator, deleted.id), 204)
    for (const { id } of [removed, deleted]) {
      assertProblem(await bringBack(client, author, id), 404, 'not_found')
      assertProblem(await remove(client, author, id, '?purge=true'), 404, 'not_found')
    }
    assert.isEmpty(await trashOf(client, author))
    assert.lengthOf(await db.from('comments'), 1)
  })

  test('keeps what staff remove there out of the reach of its author', async ({
    client,
    assert,
  }) => {
    const comment = await write(author.id)
    const { id, content } = comment
    await answers(remove(client, author, id), 204)
    const removal = await bodyOf(act(client, moderator, 'comment.remove', { on: comment }))
    assert.containSubset(removal, { subject_id: author.id, after: { removed: true } })
    assertProblem(await act(client, moderator, 'comment.remove', { on: comment }), 409, 'conflict')

    assert.isEmpty(await trashOf(client, author))
    assertProblem(await bringBack(client, author, id), 404, 'not_found')
    for (const query of ['', '?purge=true']) {
      assertProblem(await remove(client, author, id, query), 404, 'not_found')
    }
    await answers(client.delete('/users/me/trash').loginAs(author), 204)
    await db.from('comments').update({ deleted_at: new Date(0) })
    assert.equal(await purgeTrash(), 0)
    assert.containSubset(await row('comments', { id }), { content, user_id: author.id })

    await answers(act(client, moderator, 'comment.restore', { on: comment }), 201)
    assert.deepEqual(await trashOf(client, author), [id])
    assert.containSubset(await bodyOf(bringBack(client, author, id)), { content, deleted: false })
  })

  test('lets staff remove many comments at once', async ({ client, assert }) => {
    const trashed = await write(author.id)
    const living = await write(author.id)
    await answers(remove(client, author, trashed.id), 204)
    const batch = { id: randomUUID(), action: 'comment.remove', reason: 'Spam it is.' }
    const targets = [trashed, living].map(({ id }) => ({ id }))
    const removal = client
      .post('/admin/batches')
      .loginAs(moderator)
      .json({ ...batch, targets })
    assert.lengthOf((await bodyOf(removal)).done, 2)
    assert.lengthOf(await db.from('comments').whereNotNull('removed_at'), 2)
  })

  test('lets go of a comment below a post that {name}')
    .with([
      { name: 'is a draft', change: { published: false } },
      { name: 'is in the trash', change: { published: false, trashed_at: new Date() } },
      { name: 'was removed', change: { removed_at: new Date() } },
    ] as const)
    .run(async ({ client, assert }, { change }) => {
      const { id } = await write(author.id)
      await answers(remove(client, author, id), 204)
      await db.from('posts').where('id', postId).update(change)
      assert.deepEqual(await trashOf(client, author), [id])
      for (const query of ['', '?purge=true']) {
        assertProblem(await remove(client, other, id, query), 404, 'not_found')
        assertProblem(await remove(client, moderator, id, query), 404, 'not_found')
        await answers(remove(client, author, id, query), 204)
      }
      assert.isEmpty(await db.from('comments'))
    })

  test('keeps no comment with replies: a tombstone stays without its text', async ({
    client,
    assert,
  }) => {
    const parent = await write(author.id)
    await write(other.id, parent.id)
    await answers(remove(client, author, parent.id), 204)
    assert.isEmpty(await trashOf(client, author))
    assert.containSubset(await row('comments', { id: parent.id }), { content: null, user_id: null })
  })

  test('takes a comment whose replies are all in the trash; each comes back', async ({
    client,
    assert,
  }) => {
    const parent = await write(author.id)
    const reply = await write(other.id, parent.id)
    await answers(remove(client, other, reply.id), 204)
    await answers(remove(client, author, parent.id), 204)
    assert.deepEqual(await trashOf(client, author), [parent.id])

    await answers(bringBack(client, other, reply.id), 200)
    const listed = await bodyOf(client.get(`/posts/${postId}/comments`))
    assert.containSubset(listed, [{ id: parent.id, deleted: true, content: null }])
    assert.containSubset(await bodyOf(client.get(`/comments/${parent.id}`)), { deleted: true })
    await answers(bringBack(client, author, parent.id), 200)
    assert.equal((await bodyOf(client.get(`/comments/${parent.id}`))).content, parent.content)
  })

  test('lets go of a comment at once with purge, from the trash too', async ({
    client,
    assert,
  }) => {
    const [one, two] = [await write(author.id), await write(author.id)]
    await answers(remove(client, author, one.id), 204)
    await answers(remove(client, author, one.id), 204)
    for (const { id } of [one, two]) await answers(remove(client, author, id, '?purge=true'), 204)
    assert.isEmpty(await db.from('comments'))
    assertProblem(await remove(client, author, one.id), 404, 'not_found')
  })

  test('ends by itself after TRASH_KEEP, with tombstones above it', async ({ client, assert }) => {
    const parent = await write(other.id)
    const old = await write(author.id, parent.id)
    const young = await write(author.id)
    await answers(remove(client, other, parent.id), 204)
    for (const { id } of [old, young]) await answers(remove(client, author, id), 204)
    const days = (count: number) => DateTime.now().minus({ days: count, hours: 1 }).toJSDate()
    await db
      .from('comments')
      .where('id', old.id)
      .update({ deleted_at: days(30) })

    assert.equal(await purgeTrash(), 1)
    const left = await db.from('comments').select('id')
    assert.deepEqual(
      left.map(({ id }) => id),
      [young.id]
    )
  })

  test('leaves a tombstone where a reply came back meanwhile', async ({ client, assert }) => {
    const parent = await write(author.id)
    const reply = await write(other.id, parent.id)
    await answers(remove(client, other, reply.id), 204)
    await answers(remove(client, author, parent.id), 204)
    await answers(bringBack(client, other, reply.id), 200)
    await answers(client.delete('/users/me/trash').loginAs(author), 204)
    assert.containSubset(await row('comments', { id: parent.id }), { content: null, user_id: null })
    assert.equal((await bodyOf(client.get(`/comments/${reply.id}`))).content, reply.content)
  })

  test('is emptied with the trash of posts, page by page until then', async ({
    client,
    assert,
  }) => {
    const ids: number[] = []
    for (let count = 0; count < 3; count++) {
      const { id } = await write(author.id)
      await answers(remove(client, author, id), 204)
      ids.unshift(id)
    }
    const get = (path: string) => client.get(path).loginAs(author)
    assert.deepEqual(await followToTheEnd(get, '/users/me/trash/comments?limit=2'), ids)
    await answers(client.delete('/users/me/trash').loginAs(author), 204)
    assert.isEmpty(await db.from('comments'))
  })

  test('goes with the account, with what staff removed there', async ({ client, assert }) => {
    const me = await UserFactory.create()
    const kept = await write(me.id)
    const gone = await write(me.id)
    const removed = await write(me.id)
    for (const { id } of [gone, removed]) await answers(remove(client, me, id), 204)
    await answers(act(client, moderator, 'comment.remove', { on: removed }), 201)
    await answers(client.delete('/users/me').loginAs(me).json({ password }), 204)
    await runJobs()
    const left = await db.from('comments').select('id', 'user_id')
    assert.deepEqual(left, [{ id: kept.id, user_id: null }])
  })

  test('goes by the clock of the database', async ({ client, assert, cleanup }) => {
    const RealNow = Date.now
    const post = await PostFactory.merge({ userId: author.id }).create()
    const { id } = await write(author.id)
    Settings.now = () => RealNow() + 3_600_000
    cleanup(() => void (Settings.now = RealNow))
    await answers(remove(client, author, id), 204)
    await answers(client.delete(`/posts/${post.id}`).loginAs(author), 204)
    await answers(client.delete('/users/me/trash').loginAs(author), 204)
    assert.isEmpty(await db.from('comments'))
    assert.isEmpty(await db.from('posts').where('id', post.id))
  })
})
