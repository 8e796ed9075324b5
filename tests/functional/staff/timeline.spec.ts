import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { linkOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason, report } from '#tests/support/staff'

interface Entry {
  type: string
  id: number
  at: string
}

const pathOf = ({ id }: { id: number }) => `/admin/users/${id}/timeline`

const nameOf = ({ type, id }: Entry) => `${type} ${id}`

/** A member with one entry of each type, and the ids of these. */
async function everything(client: ApiClient) {
  const [moe, member, other] = await people('moderator', 'member', 'member')
  const [past] = await db
    .table('sessions')
    .returning('id')
    .insert({
      user_id: member.id,
      secret: 'none',
      user_agent: 'curl/8.14.1',
      address: '192.0.2.7',
      created_at: new Date('2026-01-01'),
      expires_at: new Date('2099-01-01'),
    })
  const post = await PostFactory.merge({ userId: member.id, title: 'Watches' }).create()
  const comment = await CommentFactory.merge({ userId: member.id, content: 'Buy!' }).create()
  const complaint = { target_type: 'user', target_id: other.id, reason: 'abuse', details: 'Rude' }
  const made = await bodyOf(client.post('/reports').loginAs(member).json(complaint))
  const received = await report(client, 'post', post)
  const action = await bodyOf(act(client, moe, 'user.warn', { on: member }))
  const path = `/admin/users/${member.id}/notes`
  const note = await bodyOf(client.post(path).loginAs(moe).json({ text: 'Promised to stop.' }))
  return { moe, member, other, post, comment, made, received, action, note, past }
}

/** Follows the pages to their end. */
async function follow(client: ApiClient, user: User, path: string) {
  const entries: Entry[] = []
  for (let next: string | undefined = path; next;) {
    const page = await answers(client.get(next).loginAs(user), 200)
    entries.push(...page.body())
    next = linkOf(page, 'next')
  }
  return entries
}

test.group('GET /admin/users/{user}/timeline', (group) => {
  group.each.setup(emptyDatabase)

  test('shows what a user did, and what was done about the user, newest first', async ({
    client,
    assert,
  }) => {
    const made = await everything(client)
    const { moe, member, post, comment } = made

    const entries = await bodyOf(client.get(`${pathOf(member)}?limit=100`).loginAs(moe))

    const own = entries.filter(({ type, id }: Entry) => type !== 'session' || id === made.past.id)
    assert.deepEqual(own.map(nameOf), [
      `note ${made.note.id}`,
      `action ${made.action.id}`,
      `report_received ${made.received.id}`,
      `report_made ${made.made.id}`,
      `comment ${comment.id}`,
      `post ${post.id}`,
      `session ${made.past.id}`,
    ])
    const author = { id: moe.id, username: moe.username }
    assert.containSubset(own[0], { text: 'Promised to stop.', actor: author, target: null })
    const onMember = { type: 'user', id: member.id }
    assert.containSubset(own[1], { action: 'user.warn', reason, actor: author, target: onMember })
    const onPost = { type: 'post', id: post.id }
    assert.containSubset(own[2], { reason: 'spam', status: 'open', target: onPost })
    assert.isNumber(own[2].actor.id)
    const onOther = { type: 'user', id: made.other.id }
    assert.containSubset(own[3], { reason: 'abuse', text: 'Rude', target: onOther, actor: null })
    const of = { type: 'post', id: comment.postId }
    assert.containSubset(own[4], { text: 'Buy!', status: 'visible', target: of })
    assert.containSubset(own[5], { text: 'Watches', status: 'published', target: null })
    assert.containSubset(own[6], { text: 'curl/8.14.1', address: '192.0.2.7' })
  })

  test('lists each entry once, in pages of any size', async ({ client, assert }) => {
    const { moe, member } = await everything(client)
    for (let count = 0; count < 5; count++) {
      await PostFactory.merge({ userId: member.id }).create()
      await CommentFactory.merge({ userId: member.id }).create()
    }
    const whole = await follow(client, moe, `${pathOf(member)}?limit=100`)
    assert.isAtLeast(whole.length, 17)
    const times = whole.map(({ at }) => at)
    assert.deepEqual(times, times.toSorted().reverse())
    for (const limit of [1, 2, 3, 7]) {
      const pages = await follow(client, moe, `${pathOf(member)}?limit=${limit}`)
      assert.deepEqual(pages.map(nameOf), whole.map(nameOf))
    }
  })

  test('skips nothing whose time is before that of an older row', async ({ client, assert }) => {
    const [moe, member] = await people('moderator', 'member')
    const posts = await PostFactory.merge({ userId: member.id }).createMany(3)
    const comments = await CommentFactory.merge({ userId: member.id }).createMany(3)
    const old = { created_at: new Date('2026-01-01') }
    await db.from('posts').where('id', posts[2].id).update(old)
    await db.from('comments').where('id', comments[1].id).update(old)
    const entries = await follow(client, moe, `${pathOf(member)}?limit=2`)
    const ids = [
      ...posts.map(({ id }) => `post ${id}`),
      ...comments.map(({ id }) => `comment ${id}`),
    ]
    assert.sameMembers(entries.map(nameOf), ids)
  })

  test('lists one type alone', async ({ client, assert }) => {
    const { moe, member, post } = await everything(client)
    const posts = await bodyOf(client.get(`${pathOf(member)}?type=post`).loginAs(moe))
    assert.deepEqual(posts.map(nameOf), [`post ${post.id}`])
    const response = await client.get(`${pathOf(member)}?type=vote`).loginAs(moe)
    assertProblem(response, 422, 'validation_failed', ['/query/type'])
  })

  test('refuses the cursor of another user', async ({ client }) => {
    const { moe, member, other } = await everything(client)
    const page = await client.get(`${pathOf(member)}?limit=1`).loginAs(moe)
    const next = linkOf(page, 'next')!.replace(`/${member.id}/`, `/${other.id}/`)
    assertProblem(await client.get(next).loginAs(moe), 422, 'validation_failed', ['/query/cursor'])
  })

  test('shows only what the permissions of the viewer allow', async ({ client, assert }) => {
    const { member } = await everything(client)
    const [viewer, moderator] = await people('member', 'moderator')
    const role = { name: 'registrar', rank: 1, permissions: ['users.read_private', 'audit.read'] }
    await db.table('roles').insert(role)
    await db.from('users').where('id', viewer.id).update({ role: 'registrar' })
    const typesFor = async (user: User) => {
      const entries = await bodyOf(client.get(`${pathOf(member)}?limit=100`).loginAs(user))
      return [...new Set(entries.map(({ type }: Entry) => type))]
    }
    assert.sameMembers(await typesFor(viewer), ['note', 'action', 'session'])
    assertProblem(await client.get(pathOf(member)).loginAs(member), 403, 'forbidden')
    await db.from('users').where('id', member.id).update({ role: 'moderator' })
    assert.notInclude(await typesFor(moderator), 'note')
  })

  test('tells no one who reported them', async ({ client, assert }) => {
    const [moe] = await people('moderator')
    await report(client, 'user', moe)
    await db.from('reports').update({ details: 'A secret' })
    const entries = await bodyOf(client.get(`${pathOf(moe)}?type=report_received`).loginAs(moe))
    assert.containSubset(entries, [{ reason: 'spam', text: null, actor: null }])
    const { reporter_id: reporterId } = await db.from('reports').firstOrFail()
    const reporter = await bodyOf(client.get(pathOf({ id: reporterId })).loginAs(moe))
    assert.notInclude(JSON.stringify(reporter), 'report_made')
  })
})
