import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason, report } from '#tests/support/staff'
import { shown } from '#tests/support/titles'

test.group('POST /admin/actions, dry', (group) => {
  group.each.setup(emptyDatabase)

  test('answers with the future audit entry, and stores nothing', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const token = await tokenOf(user)
    await report(client, 'user', user)
    const until = '2099-01-01T00:00:00.000Z'

    const dry = { on: user, until, dry_run: true }
    const response = await act(client, moderator, 'user.suspend', dry)

    response.assertStatus(200)
    assert.isUndefined(response.header('location'))
    assert.containSubset(response.body(), {
      id: null,
      hash: null,
      previous_hash: null,
      action: 'user.suspend',
      actor: { id: moderator.id },
      reason,
      until,
      after: { suspended: true, suspended_until: until, reports_resolved: 1 },
    })
    assert.isEmpty(await db.from('audit_entries'))
    assert.exists(await row('reports', { status: 'open' }))
    await answers(client.get('/users/me').bearerToken(token), 200)
    assert.containSubset(await row('users', { id: user.id }), { suspended_at: null })
  })

  test('answers 404, 403, 409 and 422 like the action itself', async ({ client }) => {
    const [moderator, admin, user] = await people('moderator', 'admin', 'member')
    const dry = (on: { id: number }, more = {}) => ({ on, dry_run: true, ...more })
    const warn = (more: { on: { id: number } }) => act(client, moderator, 'user.warn', more)
    assertProblem(await warn(dry({ id: 9_999_999 })), 404, 'not_found')
    assertProblem(await warn(dry(admin)), 403, 'forbidden')
    assertProblem(await warn(dry(moderator)), 409, 'conflict')
    const short = await warn(dry(user, { reason: 'no' }))
    assertProblem(short, 422, 'validation_failed', ['/reason'])
    assertProblem(await act(client, moderator, 'user.unsilence', dry(user)), 409, 'conflict')
  })

  test('with an idempotency key stores nothing, not even its answer', async ({
    client,
    assert,
  }) => {
    const [moderator, user] = await people('moderator', 'member')
    const dry = act(client, moderator, 'user.silence', { on: user, dry_run: true })
    await answers(dry.header('idempotency-key', 'dry'), 200)
    assert.isEmpty(await db.from('audit_entries'))
    assert.isEmpty(await db.from('idempotency_keys'))
    assert.containSubset(await row('users', { id: user.id }), { silenced_at: null })
  })
})

test.group('POST /admin/actions, once', (group) => {
  group.each.setup(emptyDatabase)

  test('a batch changes each row once', async ({ client, assert }) => {
    const [moderator, user, other] = await people('moderator', 'member', 'member')
    const batch = randomUUID()
    const warn = (on: { id: number }, batchId: string) =>
      act(client, moderator, 'user.warn', { on, batch_id: batchId })

    const first = await answers(warn(user, batch), 201)
    assert.equal(first.body().batch_id, batch)
    assertProblem(await warn(user, batch), 409, 'conflict')
    await answers(warn(other, batch), 201)
    await answers(warn(user, randomUUID()), 201)

    const path = `/admin/audit?batch_id=${batch}`
    assert.lengthOf(await bodyOf(client.get(path).loginAs(moderator)), 2)
    assert.lengthOf(await db.from('audit_entries'), 3)
  })

  test('two simultaneous runs of a batch change a row once', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const batch = { on: user, batch_id: randomUUID() }
    const runs = await Promise.all([1, 2, 3].map(() => act(client, moderator, 'user.warn', batch)))
    assert.deepEqual(runs.map((run) => run.status()).sort(), [201, 409, 409])
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('with an idempotency key repeats the answer, not the action', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const warn = () =>
      act(client, moderator, 'user.warn', { on: user }).header('idempotency-key', 'once')
    const first = await answers(warn(), 201)
    const again = await answers(warn(), 201)
    assert.equal(again.header('idempotency-replayed'), 'true')
    assert.deepEqual(again.body(), first.body())
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('a target that has changed since it was read is a conflict', async ({ client, assert }) => {
    const [moderator, author] = await people('moderator', 'member')
    const post = await PostFactory.merge({ userId: author.id }).create()
    const seen = await bodyOf(client.get(`/admin/posts/${post.id}`).loginAs(moderator))
    const actAsSeen = () =>
      act(client, moderator, 'post.remove', { on: post, target_updated_at: seen.updated_at })
    const path = `/posts/${post.id}`
    await answers(client.patch(path).loginAs(author).json({ title: 'Innocent' }), 200)

    assertProblem(await actAsSeen(), 409, 'conflict')
    assert.isEmpty(await db.from('audit_entries'))
    Object.assign(seen, await bodyOf(client.get(`/admin/posts/${post.id}`).loginAs(moderator)))
    await answers(actAsSeen(), 201)
  })
})

test.group('POST /admin/actions, in error', (group) => {
  let moderator: User
  let user: User
  group.setup(async () => {
    await emptyDatabase()
    ;[moderator, user] = await people('moderator', 'member')
  })

  test('refuses {field} of {shown}')
    .with(
      shown([
        { field: 'action', value: 'user.crown' },
        { field: 'action', value: 'constructor' },
        { field: 'action', value: null },
        { field: 'target_id', value: 0 },
        { field: 'target_id', value: -1 },
        { field: 'target_id', value: 1.5 },
        { field: 'target_id', value: 2 ** 53 },
        { field: 'target_id', value: 'alice' },
        { field: 'target_id', value: '@a' },
        { field: 'target_id', value: 'a\u0000b@example.org' },
        { field: 'target_id', value: "1' or '1" },
        { field: 'target_id', value: [1] },
        { field: 'target_id', value: { id: 1 } },
        { field: 'target_id', value: null },
        { field: 'target_id', value: true },
        { field: 'reason', value: 'no' },
        { field: 'reason', value: '   no   ' },
        { field: 'reason', value: 'x'.repeat(501) },
        { field: 'reason', value: 'two\nlines' },
        { field: 'reason', value: 'nul \u0000' },
        { field: 'reason', value: 'turned \u202E about' },
        { field: 'reason', value: undefined },
        { field: 'until', value: '2020-01-01' },
        { field: 'until', value: 'tomorrow' },
        { field: 'until', value: '2099-02-30' },
        { field: 'until', value: 4_000_000_000 },
        { field: 'role', value: 'king' },
        { field: 'report_id', value: 'first' },
        { field: 'batch_id', value: '42' },
        { field: 'target_updated_at', value: 'now' },
        { field: 'dry_run', value: 'yes' },
        { field: 'dry_run', value: null },
        { field: 'os_user', value: 'moe; rm -rf' },
      ])
    )
    .run(async ({ client, assert }, { field, value }) => {
      const more = { on: user, [field]: value }
      const response = await act(client, moderator, 'user.silence', more)
      assertProblem(response, 422, 'validation_failed', [`/${field}`])
      assert.containSubset(await row('users', { id: user.id }), { silenced_at: null })
    })
})

test.group('POST /admin/actions', (group) => {
  group.each.setup(emptyDatabase)

  test('needs {field} for {action}')
    .with([
      { action: 'user.set_role', field: 'role' },
      { action: 'user.reset_password', field: 'password' },
    ])
    .run(async ({ client }, { action, field }) => {
      const [admin, user] = await people('admin', 'member')
      const response = await act(client, admin, action, { on: user })
      assertProblem(response, 422, 'validation_failed', [`/${field}`])
    })

  test('accepts a reason of {length} characters, counted as readers count them')
    .with([{ length: 3 }, { length: 500 }])
    .run(async ({ client, assert }, { length }) => {
      const [moderator, user] = await people('moderator', 'member')
      const why = '🌻'.repeat(length)
      const response = await act(client, moderator, 'user.warn', { on: user, reason: why })
      response.assertStatus(201)
      assert.equal(response.body().reason, why)
    })
})
