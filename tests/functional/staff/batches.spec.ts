import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { undoIdOf } from '#domain/undo_batch'
import { bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { filesOf } from '#tests/support/media'
import { queriesOf } from '#tests/support/queries'
import { people, report } from '#tests/support/staff'

test.group('POST /admin/batches', (group) => {
  group.each.setup(emptyDatabase)

  test('{action} needs the same number of statements for many targets as for few')
    .with([
      { action: 'post.lock' },
      { action: 'post.remove' },
      { action: 'comment.remove' },
      { action: 'media.remove' },
      { action: 'user.silence' },
    ])
    .run(async ({ client, assert }, { action }) => {
      const [moe, alice] = await people('moderator', 'member')
      const post = await PostFactory.merge({ userId: alice.id }).create()
      const targetsOf = {
        post: (many: number) => PostFactory.merge({ userId: alice.id }).createMany(many),
        comment: (many: number) =>
          CommentFactory.merge({ userId: alice.id, postId: post.id }).createMany(many),
        user: (many: number) => UserFactory.createMany(many),
        media: (many: number) => filesOf(alice, many),
      }
      const [type] = action.split('.') as (keyof typeof targetsOf)[]
      const sent = async (many: number) => {
        const targets = (await targetsOf[type](many)).map(({ id }) => ({ id }))
        const body = { id: randomUUID(), action, reason: 'Went in circles', targets }
        const queries = await queriesOf(async () => {
          const { done } = await bodyOf(client.post('/admin/batches').loginAs(moe).json(body))
          assert.lengthOf(done, many)
        })
        return queries.filter((sql) => /^(update|insert into "audit)/.test(sql))
      }

      const few = await sent(3)
      const many = await sent(30)
      // Rows that changed in another millisecond need another statement.
      assert.isBelow(many.length, 20)
      assert.isAtLeast(few.length, 2)
    })

  test('changes each target once, and reports each failure', async ({ client, assert }) => {
    const [moe, alice] = await people('moderator', 'member')
    const admin = await UserFactory.apply('admin').create()
    const [one, two] = await PostFactory.merge({ userId: alice.id }).createMany(2)
    const locked = await PostFactory.merge({ userId: alice.id, locked: true }).create()
    const above = await PostFactory.merge({ userId: admin.id }).create()
    await report(client, 'post', one)
    const body = {
      id: randomUUID(),
      action: 'post.lock',
      reason: 'Went in circles',
      targets: [two, one, locked, above, { id: 999_999 }].map(({ id }) => ({ id })),
    }
    const send = () => bodyOf(client.post('/admin/batches').loginAs(moe).json(body))

    const first = await send()
    const again = await send()

    assert.deepEqual(
      first.done.map((entry: any) => entry.target_id),
      [two.id, one.id]
    )
    assert.deepEqual(first.done[1].after, { locked: true, reports_resolved: 1 })
    assert.sameDeepMembers(
      first.failed.map(({ target_id: id, status }: any) => [id, status]),
      [
        [locked.id, 409],
        [above.id, 403],
        [999_999, 404],
      ]
    )
    assert.deepEqual([again.done, again.repeated], [[], [two.id, one.id]])
    assert.lengthOf(await db.from('audit_entries').where({ batch_id: body.id }), 2)
    assert.isTrue((await row('posts', { id: two.id })).locked)
    assert.isFalse((await row('posts', { id: above.id })).locked)
    const verdict = await bodyOf(client.get('/admin/audit/verify').loginAs(moe))
    assert.isTrue(verdict.ok)
  })

  test('stops a batch that is being undone', async ({ client, assert }) => {
    const [moe, alice] = await people('moderator', 'member')
    const [one, two] = await PostFactory.merge({ userId: alice.id }).createMany(2)
    const batchId = randomUUID()
    const send = (body: object) =>
      client
        .post('/admin/batches')
        .loginAs(moe)
        .json({ id: batchId, reason: 'Spam', ...body })
    await send({ action: 'post.lock', targets: [{ id: one.id }] })
    const undo = { action: 'post.unlock', targets: [{ id: one.id }], undoes: batchId }

    const foreign = await send({ ...undo, id: randomUUID() })
    const undone = await send({ ...undo, id: undoIdOf(batchId) })
    const late = await send({ action: 'post.lock', targets: [{ id: two.id }] })

    assert.deepEqual([foreign.status(), undone.status(), late.status()], [409, 201, 409])
    assert.include(late.body().detail, 'was taken back')
    assert.isFalse((await row('posts', { id: two.id })).locked)
  })

  test('refuses an action that has no batch form: {$self}')
    .with(['user.erase', 'user.set_role', 'user.reset_password', 'user.rescue', 'user.link'])
    .run(async ({ client }, action) => {
      const [moe] = await people('moderator')
      const answer = await client
        .post('/admin/batches')
        .loginAs(moe)
        .json({ id: randomUUID(), action, reason: 'Because', targets: [{ id: 1 }] })
      answer.assertStatus(422)
    })
})
