import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import { PostFactory } from '#database/factories/post_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { act, people, reason, report, reportOf } from '#tests/support/staff'

const until = '2099-01-01T00:00:00.000Z'
const holding = DateTime.fromISO(until)
const silenced = { silencedAt: DateTime.now(), silencedUntil: holding }
const suspended = { suspendedAt: DateTime.now(), suspendedUntil: holding }
const linked = { role: 'moderator', osUser: 'moe' } as const

/** The effect of each action, and its audit entry. */
const actions = [
  { action: 'user.warn', was: {}, with: {}, before: {}, after: { warned: true }, settles: true },
  {
    action: 'user.silence',
    was: {},
    with: {},
    before: { silenced: false },
    after: { silenced: true },
    settles: true,
  },
  {
    action: 'user.silence',
    was: {},
    with: { until },
    before: { silenced: false, silenced_until: null },
    after: { silenced: true, silenced_until: until },
    settles: true,
  },
  {
    action: 'user.unsilence',
    was: silenced,
    with: {},
    before: { silenced: true, silenced_until: until },
    after: { silenced: false, silenced_until: null },
  },
  {
    action: 'user.suspend',
    was: {},
    with: { until },
    before: { suspended: false, suspended_until: null },
    after: { suspended: true, suspended_until: until },
    settles: true,
  },
  {
    action: 'user.suspend',
    was: suspended,
    with: {},
    before: { suspended_until: until },
    after: { suspended_until: null },
    settles: true,
  },
  {
    action: 'user.unsuspend',
    was: suspended,
    with: {},
    before: { suspended: true, suspended_until: until },
    after: { suspended: false, suspended_until: null },
  },
  {
    action: 'user.set_role',
    was: {},
    with: { role: 'moderator' },
    before: { role: 'member' },
    after: { role: 'moderator' },
  },
  {
    action: 'user.set_role',
    was: linked,
    with: { role: 'member' },
    before: { role: 'moderator', os_user: 'moe' },
    after: { role: 'member', os_user: null },
  },
  {
    action: 'user.link',
    was: { role: 'moderator' as const },
    with: { os_user: 'moe' },
    before: { os_user: null },
    after: { os_user: 'moe' },
  },
  {
    action: 'user.link',
    was: linked,
    with: { os_user: null },
    before: { os_user: 'moe' },
    after: { os_user: null },
  },
  {
    action: 'user.reset_password',
    was: {},
    with: { password: 'a walk by the river' },
    before: {},
    after: { sessions_ended: 0 },
  },
  {
    action: 'user.erase',
    was: {},
    with: {},
    before: {},
    after: { erased: true },
    settles: true,
  },
]

test.group('POST /admin/actions, on a user', (group) => {
  group.each.setup(emptyDatabase)

  test('{action} leaves an audit entry with the state before and after')
    .with(actions)
    .run(async ({ client, assert }, { action, was, with: fields, before, after, settles }) => {
      const [admin, user] = await people('admin', 'member')
      await user.merge(was).save()
      await reportOf('user', user.id)

      const response = await act(client, admin, action, { on: user, ...fields })

      response.assertStatus(201)
      const { created_at: time, hash, previous_hash: previous, ...entry } = response.body()
      assert.deepEqual(entry, {
        id: 1,
        action,
        actor: { id: admin.id, username: admin.username },
        origin: 'api',
        os_user: null,
        host: null,
        target_type: 'user',
        target_id: user.id,
        subject_id: user.id,
        reason,
        until: 'until' in fields ? until : null,
        before,
        after: settles ? { ...after, reports_resolved: 1 } : after,
        batch_id: null,
        request_id: response.header('x-request-id'),
      })
      const { status } = await db.from('reports').firstOrFail()
      assert.equal(status, settles ? 'resolved' : 'open')
    })

  test('{action} of a user in that state already is a conflict')
    .with([
      { action: 'user.silence', was: silenced, with: { until } },
      { action: 'user.unsilence', was: {}, with: {} },
      { action: 'user.suspend', was: suspended, with: { until } },
      { action: 'user.unsuspend', was: {}, with: {} },
      { action: 'user.set_role', was: {}, with: { role: 'member' } },
      { action: 'user.link', was: linked, with: { os_user: 'moe' } },
      { action: 'user.end_sessions', was: {}, with: {} },
      {
        action: 'user.unsilence',
        was: { silencedAt: holding.minus({ years: 90 }), silencedUntil: DateTime.utc(2020) },
        with: {},
      },
    ])
    .run(async ({ client, assert }, { action, was, with: fields }) => {
      const [admin, user] = await people('admin', 'member')
      await user.merge(was).save()
      const response = await act(client, admin, action, { on: user, ...fields })
      assertProblem(response, 409, 'conflict')
      assert.isEmpty(await db.from('audit_entries'))
    })

  test('a user is named by id, @username or e-mail, in any case', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    for (const on of [`${user.id}`, `@${user.username.toUpperCase()}`, user.email.toUpperCase()]) {
      const response = await answers(act(client, moderator, 'user.warn', { on }), 201)
      assert.equal(response.body().target_id, user.id)
    }
    for (const on of ['@nobody', 'nobody@example.org', '999999999']) {
      assertProblem(await act(client, moderator, 'user.warn', { on }), 404, 'not_found')
    }
  })

  test('a post or a comment is named only by id', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    // A trap: a post with the id of the user.
    await db.rawQuery(
      `insert into posts (id, user_id, title, content, published_at) overriding system value
       values (:id, :id, 'Trap', 'transport', now())`,
      { id: user.id }
    )
    for (const action of ['post.remove', 'comment.remove']) {
      for (const on of [`@${user.username}`, `${user.id}`]) {
        const response = await act(client, moderator, action, { on })
        assertProblem(response, 422, 'validation_failed', ['/target_id'])
      }
    }
    assert.containSubset(await row('posts', { id: user.id }), { removed_at: null })
  })

  test('an action resolves the report that it names on another target', async ({
    client,
    assert,
  }) => {
    const [moderator, user] = await people('moderator', 'member')
    const [post, other] = await PostFactory.merge({ userId: user.id }).createMany(2)
    const { id } = await report(client, 'post', post)
    await report(client, 'post', post)
    await report(client, 'user', user)
    const untouched = await report(client, 'post', other)

    const response = await act(client, moderator, 'user.warn', { on: user, report_id: id })
    response.assertStatus(201)
    assert.deepEqual(response.body().after, { warned: true, report_id: id, reports_resolved: 3 })
    const open = await db.from('reports').where('status', 'open')
    assert.deepEqual(
      open.map((one) => one.id),
      [untouched.id]
    )
  })

  test('a report on another user is refused, and stays open', async ({ client, assert }) => {
    const [moderator, user, friend] = await people('moderator', 'member', 'member')
    const { id } = await report(client, 'user', friend)

    const response = await act(client, moderator, 'user.warn', { on: user, report_id: id })
    assertProblem(response, 409, 'conflict')
    assert.equal((await row('reports', { id })).status, 'open')
  })

  test('an unknown report is 404, and nothing changes', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const response = await act(client, moderator, 'user.silence', {
      on: user,
      report_id: 4_000_000,
    })
    assertProblem(response, 404, 'not_found')
    assert.containSubset(await row('users', { id: user.id }), { silenced_at: null })
  })
})
