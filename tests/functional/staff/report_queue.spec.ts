import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { dismissed, patch, queue } from '#tests/support/reports'
import { act, people, reason, report } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

test.group('GET /admin/reports', (group) => {
  group.each.setup(emptyDatabase)

  test('groups reports by target, oldest first', async ({ client, assert }) => {
    const { moe, author, post, comment, first, onComment, onUser } = await queue(client)
    await db.from('reports').where('id', first.id).update({ reason: 'abuse' })

    const response = await answers(client.get('/admin/reports').loginAs(moe), 200)
    const groups = response.body()
    assert.deepEqual(idsOf(response), [first.id, onComment.id, onUser.id])
    const person = { id: author.id, username: author.username }
    const whose = { author: person, status: 'open', assignee: null }
    assert.containSubset(groups, [
      {
        ...whose,
        target_type: 'post',
        target_id: post.id,
        reporters_count: 2,
        reasons: { abuse: 1, spam: 1 },
        summary: 'Buy watches',
      },
      { ...whose, target_type: 'comment', target_id: comment.id, summary: comment.content },
      { ...whose, target_type: 'user', target_id: author.id, summary: author.username },
    ])
    assert.isBelow(
      Date.parse(groups[0].first_reported_at),
      Date.parse(groups[0].last_reported_at) + 1
    )
  })

  test('filters by {query}')
    .with([
      { query: 'target_type=post', found: ['first'] },
      { query: 'status=open&sort=new', found: ['onUser', 'onComment', 'first'] },
      { query: 'status=resolved', found: [] },
      { query: 'assignee=none', found: ['onComment', 'onUser'] },
      { query: 'assignee=@{moe}', found: ['first'] },
    ] as const)
    .run(async ({ client, assert }, { query, found }) => {
      const { moe, ...reports } = await queue(client)
      await answers(patch(client, moe, reports.first, { assignee: `@${moe.username}` }), 200)
      const path = `/admin/reports?count=exact&${query.replace('{moe}', moe.username)}`
      const response = await answers(client.get(path).loginAs(moe), 200)
      assert.deepEqual(
        idsOf(response),
        found.map((name) => reports[name].id)
      )
      response.assertHeader('x-total-count', String(found.length))
    })

  test('next is the oldest report that is unassigned or assigned to the user', async ({
    client,
    assert,
  }) => {
    const { moe, mia, first, onComment, onUser } = await queue(client)
    const next = async (who: User) =>
      (await bodyOf(client.get('/admin/reports/next').loginAs(who))).id
    assert.deepEqual([await next(moe), await next(mia)], [first.id, first.id])
    await answers(patch(client, moe, first, { assignee: `${moe.id}` }), 200)
    assert.deepEqual([await next(moe), await next(mia)], [first.id, onComment.id])
    for (const one of [first, onComment, onUser])
      await answers(patch(client, moe, one, dismissed), 200)
    assertProblem(await client.get('/admin/reports/next').loginAs(moe), 404, 'not_found')
  })

  test('{id} shows the reports, the full target and the actions on it', async ({
    client,
    assert,
  }) => {
    const { moe, post, first, second } = await queue(client)
    await answers(act(client, moe, 'post.lock', { on: post }), 201)
    const again = await report(client, 'post', post)
    for (const { id } of [first, second]) {
      const shown = await bodyOf(client.get(`/admin/reports/${id}`).loginAs(moe))
      assert.containSubset(shown, { id: first.id, status: 'resolved', reporters_count: 2 })
    }

    const shown = await bodyOf(client.get(`/admin/reports/${again.id}`).loginAs(moe))
    assert.containSubset(shown, { id: again.id, status: 'open', reporters_count: 1 })
    assert.deepEqual(
      shown.reports.map(({ id }: { id: number }) => id),
      [again.id]
    )
    assert.containSubset(shown.target, { title: 'Buy watches', locked: true, reports_count: 3 })
    assert.containSubset(shown.history, [{ action: 'post.lock', reason }])
  })

  test('a report of an assignee who {what} is unassigned and offered to the others')
    .with([
      { what: 'is suspended' },
      { what: 'is silenced' },
      { what: 'is made a member' },
      { what: 'is erased' },
    ] as const)
    .run(async ({ client, assert }, { what }) => {
      const { moe, mia, first } = await queue(client)
      const [admin] = await people('admin')
      await answers(patch(client, mia, first, { assignee: `@${moe.username}` }), 200)
      const next = async () =>
        (await bodyOf(client.get('/admin/reports/next').loginAs(mia))).id as number
      assert.isAbove(await next(), first.id)

      const action = {
        'is suspended': 'user.suspend',
        'is silenced': 'user.silence',
        'is made a member': 'user.set_role',
        'is erased': 'user.erase',
      }[what]
      await answers(act(client, admin, action, { on: moe, role: 'member' }), 201)

      assert.equal(await next(), first.id)
      const free = await answers(client.get('/admin/reports?assignee=none').loginAs(mia), 200)
      assert.include(idsOf(free), first.id)
      const shown = await bodyOf(client.get(`/admin/reports/${first.id}`).loginAs(mia))
      assert.isNull(shown.assignee)
    })

  test('a further report on an assigned target goes to the same assignee', async ({
    client,
    assert,
  }) => {
    const { moe, mia, post, comment, first, onComment, onUser } = await queue(client)
    await answers(patch(client, moe, first, { assignee: `@${moe.username}` }), 200)
    await answers(patch(client, moe, onComment, { assignee: `@${moe.username}` }), 200)
    await report(client, 'post', post)
    await report(client, 'comment', comment)

    assert.equal((await bodyOf(client.get('/admin/reports/next').loginAs(mia))).id, onUser.id)
    const others = await answers(client.get('/admin/reports?assignee=none').loginAs(mia), 200)
    assert.deepEqual(idsOf(others), [onUser.id])
  })

  test('does not show staff who reported them', async ({ client, assert }) => {
    const [moe, mia] = await people('moderator', 'moderator')
    const post = await PostFactory.merge({ userId: moe.id }).create()
    for (const [type, target] of [
      ['user', moe],
      ['post', post],
    ] as const) {
      const { id } = await report(client, type, target)
      const own = await bodyOf(client.get(`/admin/reports/${id}`).loginAs(moe))
      assert.isEmpty(own.reports)
      assert.equal(own.reporters_count, 1)
      const others = await bodyOf(client.get(`/admin/reports/${id}`).loginAs(mia))
      assert.lengthOf(others.reports, 1)
    }
  })
})

test.group('PATCH /admin/reports/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('{status} closes every open report on the target, and leaves an audit entry')
    .with([
      { status: 'resolved', action: 'report.resolve' },
      { status: 'dismissed', action: 'report.dismiss' },
    ])
    .run(async ({ client, assert }, { status, action }) => {
      const { moe, post, first, second } = await queue(client)

      const response = await answers(patch(client, moe, second, { status, reason }), 200)

      assert.containSubset(response.body(), { id: first.id, status, reporters_count: 2 })
      assert.lengthOf(await db.from('reports').where({ status, target_type: 'post' }), 2)
      assert.lengthOf(await db.from('reports').where('status', 'open'), 2)
      assert.containSubset(await row('audit_entries', { action }), {
        actor_id: moe.id,
        origin: 'api',
        target_type: 'report',
        target_id: first.id,
        reason,
        before: { status: 'open' },
        after: { status, reports: 2, post_id: post.id },
        request_id: response.header('x-request-id'),
      })
    })

  test('assigns a report to staff, and unassigns it', async ({ client, assert }) => {
    const { moe, mia, author, first } = await queue(client)
    const assigned = await answers(patch(client, moe, first, { assignee: mia.email }), 200)
    assert.deepEqual(assigned.body().assignee, { id: mia.id, username: mia.username })
    const freed = await answers(patch(client, moe, first, { assignee: null }), 200)
    assert.isNull(freed.body().assignee)
    const entries = await db.from('audit_entries').where('action', 'report.assign').orderBy('id')
    assert.containSubset(
      entries.map(({ before, after }) => [before.assignee_id, after.assignee_id]),
      [
        [null, mia.id],
        [mia.id, null],
      ]
    )

    await mia.silence(null)
    for (const assignee of [`@${author.username}`, '@nobody', `@${mia.username}`]) {
      const response = await patch(client, moe, first, { assignee })
      assertProblem(response, 422, 'validation_failed', ['/assignee'])
    }
  })

  test('refuses a wrong {pointer}')
    .with([
      { fields: { status: 'dismissed' }, pointer: '/reason' },
      { fields: { status: 'resolved', reason: 'no' }, pointer: '/reason' },
      { fields: { status: 'closed', reason }, pointer: '/status' },
      { fields: { assignee: 'moe' }, pointer: '/assignee' },
    ])
    .run(async ({ client, assert }, { fields, pointer }) => {
      const { moe, first } = await queue(client)
      const response = await patch(client, moe, first, fields)
      assertProblem(response, 422, 'validation_failed', [pointer])
      assert.isEmpty(await db.from('audit_entries'))
    })

  test('a dry run checks everything and stores nothing', async ({ client, assert }) => {
    const { moe, first } = await queue(client)
    await answers(patch(client, moe, first, { ...dismissed, dry_run: true }), 200)
    assert.lengthOf(await db.from('reports').where('status', 'open'), 4)
    assert.isEmpty(await db.from('audit_entries'))
  })

  test('does not close reports that arrived after the named one was closed', async ({
    client,
    assert,
  }) => {
    const { moe, post, first } = await queue(client)
    await answers(patch(client, moe, first, dismissed), 200)
    const { id } = await report(client, 'post', post)
    assertProblem(await patch(client, moe, first, dismissed), 409, 'conflict')
    assert.containSubset(await row('reports', { id }), { status: 'open' })
  })

  test('does not assign a report to its target user', async ({ client, assert }) => {
    const [moe, mia] = await people('moderator', 'moderator')
    const one = await report(client, 'user', moe)
    for (const who of [moe, mia]) {
      const fields = { assignee: `@${moe.username}` }
      assertProblem(await patch(client, who, one, fields), 409, 'conflict')
    }
    assertProblem(await client.get('/admin/reports/next').loginAs(moe), 404, 'not_found')
    assert.equal((await bodyOf(client.get('/admin/reports/next').loginAs(mia))).id, one.id)
  })

  test('assigns none to a user who leaves the staff meanwhile', async ({ client, assert }) => {
    const { moe, mia, first } = await queue(client)
    const leaving = await db.transaction()
    await leaving.from('users').where('id', mia.id).update({ role: 'member' })
    const [response] = await Promise.all([
      patch(client, moe, first, { assignee: mia.email }),
      untilBlocked().then(() => leaving.commit()),
    ])
    assertProblem(response, 422, 'validation_failed', ['/assignee'])
    assert.isEmpty(await db.from('reports').whereNotNull('assignee_id'))
  })

  test('unassigns the reports of a user who leaves the staff', async ({ client, assert }) => {
    const { moe, mia, first } = await queue(client)
    const [admin] = await people('admin')
    await answers(patch(client, moe, first, { assignee: `@${moe.username}` }), 200)
    const entry = await bodyOf(act(client, admin, 'user.set_role', { on: moe, role: 'member' }))
    assert.equal(entry.after.reports_unassigned, 2)
    assert.equal((await bodyOf(client.get('/admin/reports/next').loginAs(mia))).id, first.id)
  })

  test('refuses to close a report on the actor', async ({ client, assert }) => {
    const [moe, mia] = await people('moderator', 'moderator')
    const post = await PostFactory.merge({ userId: moe.id }).create()
    for (const one of [await report(client, 'user', moe), await report(client, 'post', post)]) {
      assertProblem(await patch(client, moe, one, dismissed), 409, 'conflict')
      await answers(patch(client, mia, one, dismissed), 200)
    }
    assert.lengthOf(await db.from('audit_entries'), 2)
  })

  test('is 404 for an unknown report', async ({ client }) => {
    const [moe] = await people('moderator')
    assertProblem(await patch(client, moe, { id: 999_999 }, dismissed), 404, 'not_found')
    assertProblem(await client.get('/admin/reports/999999').loginAs(moe), 404, 'not_found')
  })
})
