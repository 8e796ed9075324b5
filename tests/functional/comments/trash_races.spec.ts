import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { row } from '#tests/support/database'
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
import { untilBlocked } from '#tests/support/waiting'

test.group('Requests at the same moment on comments in the trash', (group) => {
  eachWithComments(group)

  test('lose no comment that is replied to', async ({ client, assert }) => {
    const { id } = await write(author.id)
    const answer = { post_id: postId, parent_id: id, content: 'Wait' }
    const [deleted, replied] = await Promise.all([
      statusOf(remove(client, author, id)),
      statusOf(client.post('/comments').loginAs(other).json(answer)),
    ])
    assert.equal(deleted, 204)
    assert.include([201, 422], replied)
    const { content } = await row('comments', { id })
    assert.equal(content === null, replied === 201, 'with a reply, a tombstone stays')
  })

  test('bring back or purge a comment, and nothing else', async ({ client, assert }) => {
    const { id } = await write(author.id)
    await answers(remove(client, author, id), 204)
    const [back, purged] = await Promise.all([
      statusOf(bringBack(client, author, id)),
      statusOf(remove(client, author, id, '?purge=true')),
    ])
    assert.equal(purged, 204)
    assert.include([200, 404], back)
    assert.isEmpty(await db.from('comments'))
  })

  test('leave no tombstone when they purge its last replies', async ({ client, assert }) => {
    const users = [author, other, moderator]
    for (const how of ['all', 'each']) {
      const parent = await write(author.id)
      const replies = await Promise.all(users.map((user) => write(user.id, parent.id)))
      await answers(remove(client, author, parent.id, '?purge=true'), 204)
      for (const [at, { id }] of replies.entries()) {
        await answers(remove(client, users[at], id), 204)
      }
      const purge = (user: User, at: number) =>
        how === 'all'
          ? client.delete('/users/me/trash').loginAs(user)
          : remove(client, user, replies[at].id, '?purge=true')
      const statuses = await whileLocked(() => users.map((user, at) => statusOf(purge(user, at))))
      assert.deepEqual(statuses, [204, 204, 204])
      assert.isEmpty(await db.from('comments'), how)
    }
  })

  test('purge no comment that another brings back', async ({ client, assert }) => {
    const parent = await write(author.id)
    const reply = await write(other.id, parent.id)
    await answers(remove(client, other, reply.id), 204)
    await answers(remove(client, author, parent.id), 204)
    const [back, emptied] = await whileLocked(() => [
      statusOf(bringBack(client, other, reply.id)),
      statusOf(client.delete('/users/me/trash').loginAs(author)),
    ])
    assert.deepEqual([back, emptied], [200, 204])
    assert.containSubset(await row('comments', { id: parent.id }), { content: null, user_id: null })
    assert.equal((await bodyOf(client.get(`/comments/${reply.id}`))).content, reply.content)
    assert.equal((await bodyOf(client.get(`/comments/${parent.id}`))).replies_count, 1)
  })

  test('are answered as one after the other', async ({ client, assert }) => {
    const edit = (id: number) =>
      client.patch(`/comments/${id}`).loginAs(author).json({ content: 'Edited' })
    const send = {
      'edit': edit,
      'bring back': (id: number) => bringBack(client, author, id),
      'bring back and edit': (id: number) => bringBack(client, author, id, { content: 'Edited' }),
      'delete': (id: number) => remove(client, author, id),
      'purge': (id: number) => remove(client, author, id, '?purge=true'),
      'remove': (id: number) => act(client, moderator, 'comment.remove', { on: { id } }),
    }
    const allowed: Record<keyof typeof send, number[]> = {
      'edit': [200, 404, 409],
      'bring back': [200, 404],
      'bring back and edit': [200, 404],
      'delete': [204, 404],
      'purge': [204, 404],
      'remove': [201, 404],
    }
    const names = Object.keys(send) as (keyof typeof send)[]
    for (const [one, two] of names.flatMap((a) => names.map((b) => [a, b] as const))) {
      if (one === 'remove' && two === 'remove') continue
      const { id } = await write(author.id)
      if (one !== 'edit') await answers(remove(client, author, id), 204)
      const [first, second] = await Promise.all([statusOf(send[one](id)), statusOf(send[two](id))])
      const what = `${one} ${first}, ${two} ${second}`
      assert.include(allowed[one], first, what)
      assert.include(allowed[two], second, what)
      const left = await db.from('comments').where({ id }).first()
      const isPurged = [first, second].some(
        (status, at) => status === 204 && [one, two][at] === 'purge'
      )
      assert.equal(left === null, isPurged, what)
      if (left) assert.isNotNull(left.content, what)
    }
  })
})

/** Sends requests while the post is locked, so that all of them wait for it. @returns their statuses */
async function whileLocked(send: () => PromiseLike<number>[]): Promise<number[]> {
  const holder = await db.transaction()
  await holder.from('posts').where('id', postId).forUpdate().first()
  const sent = send()
  await untilBlocked(sent.length).finally(() => holder.rollback())
  return Promise.all(sent)
}
