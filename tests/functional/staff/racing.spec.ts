import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { verifyAudit } from '#queries/staff/verify_audit'
import { statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { filesOf } from '#tests/support/media'
import { dismissed, patch, queue } from '#tests/support/reports'
import { act, people, reason } from '#tests/support/staff'

test.group('Two moderators at the same time', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(async () => {
    const { ok } = await verifyAudit()
    if (!ok) throw new Error('The chain is broken')
  })

  test('close one report once', async ({ client, assert }) => {
    const { moe, mia, first, second } = await queue(client)
    const statuses = await Promise.all([
      statusOf(patch(client, moe, first, dismissed)),
      statusOf(patch(client, mia, second, { status: 'resolved', reason })),
    ])
    assert.deepEqual(statuses.sort(), [200, 409])
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('read a report that one of them decides, at any time', async ({ client, assert }) => {
    const { moe, mia, first, onComment, onUser } = await queue(client)
    for (const report of [first, onComment, onUser]) {
      const read = () => statusOf(client.get(`/admin/reports/${report.id}`).loginAs(mia))
      const reads = Array.from({ length: 20 }, read)
      const decided = statusOf(patch(client, moe, report, dismissed))
      const statuses = await Promise.all([...reads, decided, ...Array.from({ length: 20 }, read)])
      assert.deepEqual(new Set(statuses), new Set([200]))
    }
  })

  test('do {action} once')
    .with([
      { action: 'user.suspend' },
      { action: 'user.silence' },
      { action: 'post.remove' },
      { action: 'post.lock' },
      { action: 'comment.remove' },
      { action: 'media.remove' },
      { action: 'media.bar' },
    ])
    .run(async ({ client, assert }, { action }) => {
      const { moe, mia, author: user, post, comment } = await queue(client)
      const [media] = await filesOf(user, 1)
      const on = { user, post, comment, media }[action.split('.')[0]]!
      const statuses = await Promise.all(
        [moe, mia, moe, mia].map((who) => statusOf(act(client, who, action, { on })))
      )
      assert.deepEqual(statuses.sort(), [201, 409, 409, 409])
      assert.lengthOf(await db.from('audit_entries'), 1)
    })

  test('both get an answer when one removes a post and one dismisses the report on it', async ({
    client,
    assert,
  }) => {
    const { moe, mia, post, first } = await queue(client)
    const [removed, closed] = await Promise.all([
      statusOf(act(client, moe, 'post.remove', { on: post })),
      statusOf(patch(client, mia, first, dismissed)),
    ])
    assert.equal(removed, 201)
    assert.oneOf(closed, [200, 409])
    assert.isEmpty(await db.from('reports').where({ status: 'open', target_type: 'post' }))
  })

  test('twenty actions on twenty users leave twenty entries in one chain', async ({
    client,
    assert,
  }) => {
    const [moe, ...users] = await people('moderator', ...Array(20).fill('member'))
    const statuses = await Promise.all(
      users.map((on) => statusOf(act(client, moe, 'user.warn', { on })))
    )
    assert.deepEqual(statuses, Array(20).fill(201))
    assert.containSubset(await verifyAudit(), { ok: true, entries: 20 })
  })
})
