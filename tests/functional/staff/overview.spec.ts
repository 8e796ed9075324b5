import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { patch, queue } from '#tests/support/reports'
import { people } from '#tests/support/staff'

const read = (client: ApiClient, user: User) => client.get('/admin/overview').loginAs(user)

const total = async (client: ApiClient, user: User, assignee: string) => {
  const path = `/admin/reports?count=exact&limit=1${assignee}`
  return Number((await client.get(path).loginAs(user)).header('x-total-count'))
}

test.group('GET /admin/overview', (group) => {
  group.each.setup(emptyDatabase)

  test('counts open reports as the queue does: all, those without an assignee and my own', async ({
    client,
    assert,
  }) => {
    const { moe, mia, first, onComment, onUser } = await queue(client)
    await answers(patch(client, moe, first, { assignee: 'me' }), 200)
    await answers(patch(client, mia, onUser, { assignee: 'me' }), 200)
    const [late] = await people('moderator')
    await answers(patch(client, late, onComment, { assignee: 'me' }), 200)
    await late.silence(null)

    const { reports } = await bodyOf(read(client, moe))

    const { created_at: oldest } = await db.from('reports').orderBy('id').firstOrFail()
    const counts = { open: 3, unassigned: 1, mine: 1 }
    assert.deepEqual(reports, { ...counts, oldest_at: oldest.toISOString() })
    const shown = {
      open: await total(client, moe, ''),
      unassigned: await total(client, moe, '&assignee=none'),
      mine: await total(client, moe, '&assignee=me'),
    }
    assert.deepEqual(shown, counts)
  })

  test('counts what waits for editors', async ({ client, assert }) => {
    const [editor] = await people('editor')
    const [reviewed, held, trashed] = await PostFactory.apply('draft').createMany(3)
    const request = { post_id: reviewed.id, state: 'requested', requested_by: reviewed.userId }
    await db.table('post_reviews').insert(request)
    const late = { publish_at: new Date('2026-01-01'), held: 'late' }
    await db.from('posts').whereIn('id', [held.id, trashed.id]).update(late)
    await db.from('posts').where('id', trashed.id).update({ trashed_at: new Date() })

    const body = await bodyOf(read(client, editor))

    assert.deepEqual(body.reviews, { requested: 1 })
    assert.deepEqual(body.schedules, { held: 1 })
    assert.containSubset(body, { reports: null, jobs: null, days: null, checks: null })
  })

  test('shows admins applications, failed mails and jobs, and the state of the parts', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    await db.rawQuery(
      `insert into jobs.job (name, data, state) values
         ('deletions', '{"type": "post", "id": 1}', 'failed'),
         ('mail', '{"kind": "email_changed", "id": 1}', 'failed')`
    )
    const signUp = { email: 'grace@example.org', password: 'none', application: 'Please' }
    await db.table('sign_ups').insert({ ...signUp, applied_at: new Date() })
    await db.table('sign_ups').insert(signUp)
    const body = await bodyOf(read(client, admin))
    await db.rawQuery(`delete from jobs.job where state = 'failed'`)

    assert.deepEqual(body.jobs, { waiting: 0, failed: 2 })
    assert.deepEqual(body.mails, { failed: 1 })
    assert.deepEqual(body.applications, { waiting: 1 })
    const { checks } = await bodyOf(client.get('/health/ready'))
    assert.deepEqual(body.checks, checks)
    assert.deepEqual(body.reports, { open: 0, unassigned: 0, mine: 0, oldest_at: null })
  })

  test('has the days of the statistics', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    await PostFactory.create()
    const { days, counted_at: countedAt, ...body } = await bodyOf(read(client, moderator))
    const stats = await bodyOf(client.get('/admin/stats').loginAs(moderator))
    assert.deepEqual(days, stats.days)
    assert.equal(countedAt, stats.counted_at)
    assert.containSubset(body, { reviews: null, schedules: null, jobs: null, checks: null })
  })

  test('shows each member of staff only what their permissions allow', async ({
    client,
    assert,
  }) => {
    const [member, helper] = await people('member', 'member')
    await db.table('roles').insert({ name: 'helper', rank: 0, permissions: ['tags.manage'] })
    await db.from('users').where('id', helper.id).update({ role: 'helper' })
    await answers(read(client, member), 403)
    const body = await bodyOf(read(client, helper))
    assert.deepEqual(new Set(Object.values(body)), new Set([null]))
  })
})
