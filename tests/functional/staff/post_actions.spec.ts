import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason, reportOf } from '#tests/support/staff'

const removed = { removedAt: DateTime.now() }
const locked = { locked: true }

test.group('POST /admin/actions, on a post', (group) => {
  group.each.setup(emptyDatabase)

  test('{action} leaves an audit entry with actor, action, target, reason and changes')
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

  test('{action} of a post in that state already is a conflict')
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
})

test.group('DELETE /posts/{id}, by staff', (group) => {
  group.each.setup(emptyDatabase)

  test("of another user's post is in the audit log", async ({ client, assert }) => {
    const [moderator, author] = await people('moderator', 'member')
    const post = await PostFactory.merge({ userId: author.id }).create()
    await answers(
      client.delete(`/posts/${post.id}?purge=true&reason=Unlawful`).loginAs(moderator),
      204
    )

    assert.containSubset(await row('audit_entries', { action: 'post.delete' }), {
      actor_id: moderator.id,
      target_type: 'post',
      target_id: post.id,
      subject_id: author.id,
      reason: 'Unlawful',
      after: { deleted: true },
    })
  })

  test('of their own post leaves no entry', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const post = await PostFactory.merge({ userId: moderator.id }).create()
    await answers(client.delete(`/posts/${post.id}`).loginAs(moderator), 204)
    assert.isEmpty(await db.from('audit_entries'))
  })
})
