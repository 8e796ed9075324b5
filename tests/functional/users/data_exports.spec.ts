import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import RetryJob from '#actions/jobs/retry_job'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneDataExports } from '#jobs/prune_data_exports'
import { writeDataExport } from '#jobs/write_data_export'
import DataExport from '#models/data_export'
import type User from '#models/user'
import { answers, bodyOf, textOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { openJobs, runJobs } from '#tests/support/jobs'
import { Mails } from '#tests/support/mails'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { originOf, people } from '#tests/support/staff'

const { signal } = new AbortController()
const days = (count: number) => new Date(Date.now() - count * 86_400_000)

test.group('POST /users/me/exports', (group) => {
  let mails: Mails
  let ada: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    ada = await UserFactory.create()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  const ask = (client: ApiClient) => client.post('/users/me/exports').loginAs(ada)
  const list = (client: ApiClient) => bodyOf(client.get('/users/me/exports').loginAs(ada))
  const file = (client: ApiClient, id: number) =>
    client.get(`/users/me/exports/${id}/file`).loginAs(ada)

  test('makes a file with all data of the user, and tells by mail', async ({ client, assert }) => {
    const post = await PostFactory.merge({ userId: ada.id, title: 'Ünder 🌍' }).create()
    const asked = await answers(ask(client), 202)
    const { id } = asked.body()
    assert.containSubset(asked.body(), { status: 'waiting', finished_at: null, expires_at: null })
    asked.assertHeader('location', `/users/me/exports/${id}/file`)
    assertProblem(await file(client, id), 404, 'not_found')

    const mail = await mails.onlyOne()
    assert.equal(mail.recipient, ada.email)
    assert.equal(mail.kind, 'data_export')
    assert.isUndefined(mail.link)
    const [ready] = await list(client)
    assert.containSubset(ready, { id, status: 'ready' })
    const downloaded = await answers(file(client, id), 200)
    downloaded.assertHeader('cache-control', 'no-store')
    assert.match(
      downloaded.header('content-disposition')!,
      /^attachment; filename="export-.*json"$/
    )
    const text = downloaded.text()
    assert.equal(Buffer.byteLength(text), ready.size)
    assert.containSubset(JSON.parse(text), {
      user: { email: ada.email },
      posts: [{ id: post.id, title: 'Ünder 🌍' }],
    })
    const { event } = await row('security_events', { user_id: ada.id, event: 'data_exported' })
    assert.equal(event, 'data_exported')
  })

  test('keeps a large file in parts, and answers with all of them', async ({ client, assert }) => {
    const content = '𝄞é'.repeat(25_000)
    await PostFactory.merge({ userId: ada.id, content }).createMany(12)
    const { id } = await bodyOf(ask(client))
    await mails.sent()
    const parts = await db.from('data_export_parts').where('export_id', id)
    assert.isAbove(parts.length, 1)
    const { posts } = JSON.parse(await textOf(file(client, id)))
    assert.deepEqual(
      posts.map((post: { content: string }) => post.content),
      Array(12).fill(content)
    )
  })

  test('names the one that waits, of twenty requests at once too', async ({ client, assert }) => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => ask(client)))
    assert.lengthOf(new Set(asked.map((answer) => answer.body().id)), 1)
    assert.deepEqual(new Set(asked.map((answer) => answer.status())), new Set([202]))
    assert.lengthOf(await openJobs(), 1)
  })

  test('is refused for a day after one, and replaces it later', async ({ client, assert }) => {
    const { id: first } = await bodyOf(ask(client))
    await mails.sent()
    const refused = await ask(client)
    assertProblem(refused, 429, 'rate_limited')
    assert.closeTo(Number(refused.header('retry-after')), 86_400, 60)

    await db.from('data_exports').update({ created_at: days(1) })
    const { id: second } = await bodyOf(answers(ask(client), 202))
    await answers(file(client, first), 200)
    await mails.sent()
    assertProblem(await file(client, first), 404, 'not_found')
    assert.deepEqual(
      (await list(client)).map(({ id }: { id: number }) => id),
      [second]
    )
  })

  test('is for its user alone, in a session', async ({ client, assert }) => {
    const { id } = await bodyOf(ask(client))
    await mails.sent()
    const other = await UserFactory.apply('admin').create()
    const path = `/users/me/exports/${id}/file`
    assertProblem(await client.get(path).loginAs(other), 404, 'not_found')
    assertProblem(await client.get(path), 401, 'unauthenticated')
    assert.isEmpty(await bodyOf(client.get('/users/me/exports').loginAs(other)))
    const { token } = await personalToken(client, ada)
    for (const request of [client.get(path), client.post('/users/me/exports')]) {
      assertProblem(await request.bearerToken(token), 403, 'session_needed')
    }
  })

  test('can be downloaded for 7 days, and is deleted then', async ({ client, assert }) => {
    const { id } = await bodyOf(ask(client))
    await mails.sent()
    await db.from('data_exports').update({ finished_at: days(6.9) })
    assert.equal(await pruneDataExports(), 0)
    await answers(file(client, id), 200)
    await db.from('data_exports').update({ finished_at: days(7) })
    assertProblem(await file(client, id), 404, 'not_found')
    assert.equal(await pruneDataExports(), 1)
    assert.isEmpty(await db.from('data_export_parts'))
  })

  test('begins anew after a job that was killed, and two runs at once make one file', async ({
    client,
    assert,
  }) => {
    const { id } = await bodyOf(ask(client))
    const killed = (await DataExport.begin(ada.id))!
    assert.isTrue(await DataExport.add(id, killed.attempt, 0, '{"user":'))
    await Promise.all([writeDataExport(ada, signal), writeDataExport(ada, signal)])
    assert.isFalse(await DataExport.add(id, killed.attempt, 1, 'more'))
    await writeDataExport(ada, signal)
    assert.equal(JSON.parse(await textOf(file(client, id))).user.email, ada.email)
    assert.lengthOf(await mails.sent(), 1)
  })

  test('is made once an operator retries its job that failed', async ({ client, assert }) => {
    await answers(ask(client), 202)
    const [job] = await openJobs()
    await db.from('jobs.job').where('id', job.id).update({ state: 'failed' })
    const [admin] = await people('admin')
    await new RetryJob().handle({ id: job.id, origin: originOf(admin) })
    const entry = await row('audit_entries', { action: 'job.retry' })
    assert.containSubset(entry, { target_type: 'user', target_id: ada.id })
    assert.equal((await mails.onlyOne()).kind, 'data_export')
  })

  test('is gone with the account, and a job of it ends', async ({ client, assert }) => {
    await answers(ask(client), 202)
    await writeDataExport(ada, signal)
    await answers(client.delete('/users/me').loginAs(ada).json({ password }), 204)
    for (const table of ['data_exports', 'data_export_parts']) assert.isEmpty(await db.from(table))
    await runJobs()
    assert.isEmpty(mails.server.received)
  })
})
