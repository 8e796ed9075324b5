import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row, vacuum } from '#tests/support/database'
import { failedMail, queuedMail } from '#tests/support/outbox'
import { flat, plansOf } from '#tests/support/plans'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

test.group('GET /admin/mails', (group) => {
  let admin: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    ;[admin] = await people('admin')
  })
  group.each.teardown(emptyDatabase)

  test('lists the outbox, and what the mail server said', async ({ client, assert }) => {
    const [waiting, failed] = [await queuedMail(), await failedMail('550 No such user')]
    const mails = await bodyOf(client.get('/admin/mails').loginAs(admin))
    assert.deepEqual(
      mails.map(({ id, state, failures, failure }: any) => [id, state, failures, failure]),
      [
        [failed, 'failed', 21, '550 No such user'],
        [waiting, 'created', 0, null],
      ]
    )
    const [{ kind, created_at: at, ended_at: ended }] = mails
    assert.equal(kind, 'password_changed')
    assert.match(at, /^\d{4}-.+\.\d{3}Z$/)
    assert.isNotNull(ended)
    const shown = await bodyOf(client.get(`/admin/mails/${failed}`).loginAs(admin))
    assert.deepEqual(shown, mails[0])
  })

  test('is narrowed by state, kind and time, and goes on by a cursor', async ({
    client,
    assert,
  }) => {
    const ids = []
    for (let i = 0; i < 3; i++) ids.unshift(await failedMail())
    const list = async (query: string) => {
      const response = await answers(client.get(`/admin/mails?${query}`).loginAs(admin), 200)
      return { ids: response.body().map(({ id }: { id: string }) => id), response }
    }
    assert.deepEqual((await list('state=created')).ids, [])
    assert.deepEqual((await list('kind=invite')).ids, [])
    assert.deepEqual((await list('state=failed&kind=password_changed')).ids, ids)
    assert.deepEqual((await list('sort=old')).ids, ids.toReversed())
    assert.deepEqual((await list('since=2000-01-01T00:00:00Z')).ids, ids)
    assert.deepEqual((await list('until=2000-01-01T00:00:00Z')).ids, [])
    const first = await list('limit=2')
    const next = /<([^>]+)>; rel="next"/.exec(first.response.header('link')!)![1]
    const { search } = new URL(next, 'http://plaza.test')
    assert.deepEqual([...first.ids, ...(await list(search.slice(1))).ids], ids)
    const lost = await client.get('/admin/mails?state=lost').loginAs(admin)
    assertProblem(lost, 422, 'validation_failed', ['/query/state'])
  })

  test('shows no other job, and no mail that is not there', async ({ client }) => {
    const id = await queuedMail()
    await db.from('jobs.job').where({ id }).update({ name: 'deletions' })
    for (const unknown of [id, randomUUID()]) {
      const path = `/admin/mails/${unknown}`
      assertProblem(await client.get(path).loginAs(admin), 404, 'not_found')
      assertProblem(await client.post(`${path}/retries`).loginAs(admin), 404, 'not_found')
    }
    const numbered = await client.get('/admin/mails/1').loginAs(admin)
    assertProblem(numbered, 422, 'validation_failed', ['/path/id'])
  })

  test('is for those who may mails.manage', async ({ client }) => {
    const id = await failedMail()
    for (const user of await people('member', 'editor', 'moderator')) {
      for (const path of ['/admin/mails', `/admin/mails/${id}`]) {
        assertProblem(await client.get(path).loginAs(user), 403, 'forbidden')
      }
      const retry = client.post(`/admin/mails/${id}/retries`).loginAs(user)
      assertProblem(await retry, 403, 'forbidden')
    }
  })

  test('reads the first page by an index', async ({ client, assert }) => {
    // Of few rows, any index would do.
    await db.rawQuery(
      `insert into jobs.job (name, data, state, created_on)
       select name, data, state, created_on - n * interval '1 minute'
       from jobs.job, generate_series(1, 2000) as n where id = ?`,
      [await failedMail()]
    )
    await vacuum('jobs.job_common')
    const list = () => client.get('/admin/mails').loginAs(admin)
    const plans = await plansOf(async () => list(), { asOfLargeTables: true })
    const indexes = plans.flatMap(flat).map((plan) => plan['Index Name'])
    assert.include(indexes, 'job_mails_index')
  })
})

test.group('POST /admin/mails/{id}/retries', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('queues a failed mail with all its tries, once', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const id = await failedMail()
    const retry = () => client.post(`/admin/mails/${id}/retries`).loginAs(admin)
    const results = await Promise.all(Array.from({ length: 20 }, retry))
    assert.deepEqual(results.map((response) => response.status()).toSorted(), [
      200,
      ...Array.from({ length: 19 }, () => 409),
    ])
    const mail = results.find((response) => response.status() === 200)!.body()
    assert.containSubset(mail, { id, state: 'created', failures: 0, failure: null, ended_at: null })
    const entry = await row('audit_entries', { action: 'job.retry' })
    assert.containSubset(entry, { actor_id: admin.id, origin: 'api', target_type: 'mail' })
    const { total } = await db.from('audit_entries').count('* as total').first()
    assert.equal(Number(total), 1)
  })
})
