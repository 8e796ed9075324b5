import { randomUUID } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { continueBatch } from '#actions/batches/continue_batch'
import { pruneBatches } from '#jobs/prune_batches'
import { queueBatches, workOnBatch } from '#jobs/work_on_batches'
import type User from '#models/user'
import { undoIdOf } from '#domain/undo_batch'
import { eraseOwn } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { openJobs, runJobs } from '#tests/support/jobs'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

let admin: User
let moe: User
let mia: User
let alice: User
let editor: User

const reason = 'Went in circles'

async function postsOf({ id }: User, many: number): Promise<number[]> {
  const { rows } = await db.rawQuery(
    `insert into posts (user_id, title, content, published, published_at)
     select ?, 'Post ' || n, 'Text', true, now() from generate_series(1, ?::int) as n returning id`,
    [id, many]
  )
  return rows.map((post: { id: number }) => post.id)
}

const targetsOf = (ids: number[]) => ids.map((id) => ({ id }))
const locked = () => db.from('posts').where('locked', true).orderBy('id').select('id')
const lockOf = (ids: number[], more = {}) => ({
  id: randomUUID() as string,
  action: 'post.lock',
  reason,
  targets: targetsOf(ids),
  ...more,
})
const begin = (client: ApiClient, body: object, actor = moe) =>
  client.post('/admin/batches').loginAs(actor).json(body)
const undo = (client: ApiClient, id: string, more = {}, actor = moe) =>
  client
    .post(`/admin/batches/${id}/undo`)
    .loginAs(actor)
    .json({ reason: 'Was right', ...more })
const cancel = (client: ApiClient, id: string, actor = moe) =>
  client.post(`/admin/batches/${id}/cancel`).loginAs(actor)
const shown = (client: ApiClient, id: string, actor = moe) =>
  bodyOf(client.get(`/admin/batches/${id}`).loginAs(actor))

/** The first part of the job. */
const workOnPart = (id: string) => db.transaction((client) => continueBatch(id, client))

const set = (id: number, change: object) => db.from('users').where({ id }).update(change)

const setup = async () => {
  await emptyDatabase()
  ;[admin, moe, mia, alice, editor] = await people(
    'admin',
    'moderator',
    'moderator',
    'member',
    'editor'
  )
}

test.group('POST /admin/batches of many', (group) => {
  group.each.setup(setup)

  test('does up to 100 targets at once', async ({ client, assert }) => {
    const body = lockOf(await postsOf(alice, 100))

    const response = await answers(begin(client, body), 201)

    response.assertHeader('location', `/admin/batches/${body.id}`)
    assert.lengthOf(response.body().done, 100)
    assert.containsSubset(response.body().batch, {
      id: body.id,
      actor: { id: moe.id, username: moe.username },
      action: 'post.lock',
      reason,
      state: 'done',
      targets_count: 100,
      done_count: 100,
      failed_count: 0,
      undoes: null,
      undone_by: null,
    })
    assert.isNotNull(response.body().batch.ended_at)
    assert.deepEqual(await shown(client, body.id), response.body().batch)
    assert.isEmpty(await openJobs())
  })

  test('leaves more to a job, which goes on with what failed and keeps it', async ({
    client,
    assert,
  }) => {
    const ids = await postsOf(alice, 247)
    const above = await postsOf(admin, 2)
    await db.from('posts').where('id', ids[0]).update({ locked: true })
    const seen = { id: ids[1], updated_at: '2026-01-01T00:00:00.000Z' }
    const body = { ...lockOf([ids[0], ...ids.slice(2), ...above, 999_999_999]) }
    body.targets.push(seen)

    const response = await answers(begin(client, body), 202)
    response.assertHeader('location', `/admin/batches/${body.id}`)
    assert.containsSubset(response.body(), {
      batch: { state: 'running', targets_count: 250, done_count: 0 },
      done: [],
    })
    assert.lengthOf(await openJobs(), 1)
    await runJobs()

    assert.containsSubset(await shown(client, body.id), {
      state: 'done',
      targets_count: 250,
      done_count: 245,
      failed_count: 5,
    })
    const path = `/admin/batches/${body.id}/failures`
    const page = await client.get(`${path}?limit=4`).loginAs(moe)
    assert.deepEqual(
      page.body().map(({ target_id: id, code }: any) => [id, code]),
      [
        [ids[0], 'conflict'],
        [above[0], 'forbidden'],
        [above[1], 'forbidden'],
        [999_999_999, 'not_found'],
      ]
    )
    const [, next] = /<([^<>]+)>; rel="next"/.exec(page.header('link')!)!
    const [last] = await bodyOf(client.get(next).loginAs(moe))
    assert.containsSubset(last, { target_id: seen.id, code: 'conflict' })
    const entries = await db.from('audit_entries').where('batch_id', body.id)
    assert.lengthOf(entries, 245)
    for (const entry of entries) {
      assert.containsSubset(entry, { actor_id: moe.id, origin: 'api', reason })
      assert.equal(entry.request_id, response.header('x-request-id'))
    }
    assert.isTrue((await bodyOf(client.get('/admin/audit/verify').loginAs(moe))).ok)
  })

  test('is the same batch when it is sent again, and tries failed targets again', async ({
    client,
    assert,
  }) => {
    const ids = await postsOf(alice, 101)
    const body = lockOf(ids)
    await begin(client, body)
    await answers(begin(client, body), 202)
    assert.lengthOf(await openJobs(), 1)
    await db.from('posts').where('id', ids[0]).update({ locked: true })
    await runJobs()
    await db.from('posts').where('id', ids[0]).update({ locked: false })

    const again = await answers(begin(client, body), 200)

    assert.lengthOf(again.body().done, 1)
    assert.lengthOf(again.body().repeated, 100)
    assert.containsSubset(again.body().batch, { done_count: 101, failed_count: 0, state: 'done' })
    assert.lengthOf(await db.from('audit_entries').where('batch_id', body.id), 101)
  })

  test('refuses the same id with another action, reason or term', async ({ client }) => {
    const body = lockOf(await postsOf(alice, 1))
    await answers(begin(client, body), 201)

    for (const other of [{ action: 'post.unlock' }, { reason: 'Another reason' }])
      assertProblem(await begin(client, { ...body, ...other }), 409, 'conflict')
  })

  test('stays open while its client announces more targets', async ({ client, assert }) => {
    const ids = await postsOf(alice, 3)
    const body = lockOf(ids.slice(0, 2), { remaining: 1 })

    const { batch: first } = await bodyOf(begin(client, body))
    const { batch: last } = await bodyOf(
      begin(client, { ...body, targets: targetsOf([ids[2]]), remaining: 0 })
    )

    assert.containsSubset(first, { state: 'open', targets_count: 3, done_count: 2, ended_at: null })
    assert.containsSubset(last, { state: 'done', targets_count: 3, done_count: 3 })
  })

  test('tells in a dry run what would happen, and keeps nothing', async ({ client, assert }) => {
    const ids = await postsOf(alice, 998)
    const above = await postsOf(admin, 1)
    const body = lockOf([...ids, ...above, 999_999_999], { dry_run: true })

    const { batch, done, failed } = await bodyOf(begin(client, body))

    assert.isNull(batch)
    assert.lengthOf(done, 998)
    assert.containsSubset(done[0], { id: null, hash: null, after: { locked: true } })
    assert.deepEqual(
      failed.map(({ target_id: id, status }: any) => [id, status]),
      [
        [above[0], 403],
        [999_999_999, 404],
      ]
    )
    assert.isEmpty(await locked())
    for (const table of ['audit_entries', 'batches', 'batch_targets'])
      assert.isNull(await db.from(table).first(), table)
    assertProblem(
      await begin(client, { ...body, targets: targetsOf([...ids, 1, 2, 3]) }),
      409,
      'conflict'
    )
  })

  test('takes up to 10,000 targets, each once, and 5 batches at a time', async ({
    client,
    assert,
  }) => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
    assertProblem(await begin(client, lockOf(many(10_001))), 422, 'validation_failed', ['/targets'])
    assertProblem(await begin(client, lockOf([1, 1])), 422, 'validation_failed', ['/targets'])
    const full = lockOf(many(10_000))
    await answers(begin(client, full), 202)
    assertProblem(await begin(client, { ...full, targets: [{ id: 20_000 }] }), 409, 'conflict')
    for (let at = 0; at < 4; at++) await answers(begin(client, lockOf(many(101))), 202)

    assertProblem(await begin(client, lockOf(many(101))), 409, 'conflict')
    assert.equal(await statusOf(begin(client, lockOf(many(101)), mia)), 202)
    assert.equal(await statusOf(begin(client, lockOf(many(100)))), 201)
    await answers(cancel(client, full.id), 200)
    assert.equal(await statusOf(begin(client, lockOf(many(101)))), 202)
  })

  test('leaves the queue of a batch to its own actor', async ({ client, assert }) => {
    const ids = await postsOf(alice, 202)
    const body = lockOf(ids.slice(0, 1))
    await answers(begin(client, body), 201)

    const few = begin(client, { ...body, targets: targetsOf(ids.slice(1, 3)) }, mia)
    const many = begin(client, { ...body, targets: targetsOf(ids) }, mia)

    assert.equal(await statusOf(few), 200)
    assertProblem(await many, 409, 'conflict')
    const entries = await db.from('audit_entries').where('batch_id', body.id).orderBy('id')
    assert.deepEqual(
      entries.map((entry) => entry.actor_id),
      [moe.id, mia.id, mia.id]
    )
  })

  test('refuses an action without its permission', async ({ client, assert }) => {
    await db.table('roles').insert({
      name: 'watch',
      rank: 1,
      permissions: ['posts.lock'],
      is_built_in: false,
    })
    await db.from('users').where('id', editor.id).update({ role: 'watch' })
    const body = { ...lockOf(await postsOf(alice, 1)), action: 'post.remove' }

    assertProblem(await begin(client, body, editor), 403, 'forbidden')
    assert.isNull(await db.from('batches').first())
  })

  test('acts on each target once when two requests send it at once', async ({ client, assert }) => {
    const body = lockOf(await postsOf(alice, 100))

    const statuses = await Promise.all([1, 2, 3].map(() => statusOf(begin(client, body))))

    assert.includeMembers([200, 201, 409], statuses)
    assert.include(statuses, 201)
    assert.lengthOf(await db.from('audit_entries').where('batch_id', body.id), 100)
    assert.equal((await shown(client, body.id)).done_count, 100)
  })
})

test.group('The job of a batch', (group) => {
  group.each.setup(setup)

  test('runs twice at once, and still acts on each target once', async ({ client, assert }) => {
    const body = lockOf(await postsOf(alice, 350))
    await begin(client, body)

    const { signal } = new AbortController()
    while ((await row('batches', { id: body.id })).state === 'running')
      await Promise.all([1, 2].map(() => workOnBatch({ id: body.id }, signal)))

    assert.lengthOf(await db.from('audit_entries').where('batch_id', body.id), 350)
    assert.containsSubset(await shown(client, body.id), { state: 'done', done_count: 350 })
  })

  test('stops as soon as its actor may not act any more: {why}')
    .with([
      { why: 'lacks the permission', change: (id: number) => set(id, { role: 'member' }) },
      { why: 'is suspended', change: (id: number) => set(id, { suspended_at: new Date() }) },
      { why: 'is silenced', change: (id: number) => set(id, { silenced_at: new Date() }) },
      { why: 'is gone', change: (id: number) => eraseOwn({ id }) },
    ])
    .run(async ({ client, assert }, { why, change }) => {
      const body = lockOf(await postsOf(alice, 250))
      await begin(client, body)
      await workOnPart(body.id)
      await change(moe.id)
      await runJobs()

      const batch = await shown(client, body.id, mia)
      assert.containsSubset(batch, { state: 'failed', targets_count: 250, done_count: 100 })
      assert.include(batch.detail, why)
      assert.lengthOf(await locked(), 100)
    })

  test('stops when the batch is cancelled, and what is done can be undone', async ({
    client,
    assert,
  }) => {
    const body = lockOf(await postsOf(alice, 250))
    await begin(client, body)
    await workOnPart(body.id)
    assertProblem(await undo(client, body.id), 409, 'conflict')

    const cancelled = await answers(cancel(client, body.id), 200)
    await runJobs()

    assert.containsSubset(cancelled.body(), { state: 'cancelled', done_count: 100 })
    assert.lengthOf(await locked(), 100)
    assertProblem(await cancel(client, body.id), 409, 'conflict')
    assertProblem(await begin(client, body), 409, 'conflict')
    await undo(client, body.id)
    await runJobs()
    assert.isEmpty(await locked())
  })

  test('is cancelled once, with one audit entry, by twenty requests at once', async ({
    client,
    assert,
  }) => {
    const body = lockOf(await postsOf(alice, 101))
    await begin(client, body)

    const twenty = Array.from({ length: 20 }, () => statusOf(cancel(client, body.id, mia)))
    const statuses = await Promise.all(twenty)

    assert.lengthOf(
      statuses.filter((status) => status === 200),
      1
    )
    assert.lengthOf(
      statuses.filter((status) => status === 409),
      19
    )
    const { number } = await row('batches', { id: body.id })
    const [entry, ...others] = await bodyOf(
      client.get('/admin/audit?action=batch.cancel').loginAs(moe)
    )
    assert.isEmpty(others)
    assert.containsSubset(entry, {
      actor: { id: mia.id },
      origin: 'api',
      target_type: 'batch',
      target_id: number,
      before: { state: 'running' },
      after: { state: 'cancelled', batch: body.id },
    })
    assert.isTrue((await bodyOf(client.get('/admin/audit/verify').loginAs(moe))).ok)
  })

  test('is queued again if it was lost', async ({ client, assert }) => {
    const body = lockOf(await postsOf(alice, 101))
    await begin(client, body)
    await db.from('jobs.job').delete()

    assert.equal(await queueBatches(), 1)
    await runJobs()

    assert.equal((await shown(client, body.id)).state, 'done')
    assert.equal(await queueBatches(), 0)
  })
})

test.group('POST /admin/batches/{id}/undo', (group) => {
  group.each.setup(setup)

  test('reverses each action once, newest first', async ({ client, assert }) => {
    const ids = await postsOf(alice, 3)
    const body = lockOf(ids)
    await begin(client, body)

    const dry = await bodyOf(undo(client, body.id, { dry_run: true }))
    assert.lengthOf(await locked(), 3)
    const undone = await answers(undo(client, body.id), 201)
    const again = await answers(undo(client, body.id), 200)

    const id = undoIdOf(body.id)
    assert.isNull(dry.batch)
    assert.lengthOf(dry.done, 3)
    undone.assertHeader('location', `/admin/batches/${id}`)
    assert.deepEqual(
      undone.body().done.map(({ target_id: target }: any) => target),
      ids.toReversed()
    )
    assert.containsSubset(undone.body().batch, {
      id,
      undoes: body.id,
      action: 'post.unlock',
      reason: 'Was right',
      state: 'done',
    })
    assert.deepEqual([again.body().done, again.body().repeated], [[], ids.toReversed()])
    assert.isEmpty(await locked())
    assert.equal((await shown(client, body.id)).undone_by, id)
    assertProblem(await begin(client, body), 409, 'conflict')
  })

  test('leaves many to a job, and targets alone that staff acted on again', async ({
    client,
    assert,
  }) => {
    const ids = await postsOf(alice, 250)
    const body = lockOf(ids)
    await begin(client, body)
    await runJobs()
    for (const action of ['post.unlock', 'post.lock'])
      await act(client, mia, action, { on: { id: ids[7] } })
    await act(client, mia, 'post.unlock', { on: { id: ids[8] } })
    await act(client, mia, 'post.remove', { on: { id: ids[9] } })

    await answers(undo(client, body.id), 202)
    await runJobs()

    const id = undoIdOf(body.id)
    assert.containsSubset(await shown(client, id), {
      state: 'done',
      done_count: 248,
      failed_count: 2,
    })
    assert.deepEqual(await locked(), [{ id: ids[7] }])
    const failures = await bodyOf(client.get(`/admin/batches/${id}/failures`).loginAs(moe))
    assert.sameMembers(
      failures.map(({ target_id: target }: any) => target),
      [ids[7], ids[8]]
    )
  })

  test('gives sanctions their former end back', async ({ client, assert }) => {
    const [bob] = await people('member')
    const until = new Date(Date.now() + 86_400_000)
    await db
      .from('users')
      .where('id', bob.id)
      .update({ silenced_at: new Date(), silenced_until: until })
    const body = { ...lockOf([alice.id, bob.id]), action: 'user.silence', until: null }
    await answers(begin(client, body), 201)

    await answers(undo(client, body.id), 201)

    assert.deepEqual((await row('users', { id: bob.id })).silenced_until, until)
    assert.isNull((await row('users', { id: alice.id })).silenced_at)
  })

  test('refuses what has no inverse, and a batch that did nothing', async ({ client, assert }) => {
    const warning = { ...lockOf([alice.id]), action: 'user.warn' }
    await answers(begin(client, warning), 201)

    const refused = await undo(client, warning.id)

    assertProblem(refused, 409, 'conflict')
    assert.include(refused.body().detail, "user.warn can't be undone")
    assertProblem(await undo(client, randomUUID()), 404, 'not_found')
  })

  test('undoes a batch that is not listed any more', async ({ client, assert }) => {
    const body = lockOf(await postsOf(alice, 2))
    await begin(client, body)
    await db
      .from('batches')
      .where('id', body.id)
      .update({ created_at: new Date(0) })
    assert.equal(await pruneBatches(), 1)
    assert.equal(await statusOf(client.get(`/admin/batches/${body.id}`).loginAs(moe)), 404)

    await answers(undo(client, body.id), 201)

    assert.isEmpty(await locked())
  })
})

test.group('GET /admin/batches', (group) => {
  group.each.setup(setup)

  test('lists all batches to readers of the audit log, and to other staff their own', async ({
    client,
    assert,
  }) => {
    await db.table('roles').insert({
      name: 'watch',
      rank: 1,
      permissions: ['posts.lock'],
      is_built_in: false,
    })
    await db.from('users').where('id', editor.id).update({ role: 'watch' })
    const [one, two, three] = await postsOf(alice, 3)
    const bodies = [lockOf([one]), lockOf([two]), lockOf([three])]
    for (const [at, actor] of [moe, mia, editor].entries()) await begin(client, bodies[at], actor)
    const listed = async (actor: User, query = '') => {
      const batches = await bodyOf(client.get(`/admin/batches${query}`).loginAs(actor))
      return batches.map(({ id }: { id: string }) => bodies.findIndex((body) => body.id === id))
    }

    assert.deepEqual(await listed(moe), [2, 1, 0])
    assert.deepEqual(await listed(moe, '?sort=old&limit=2'), [0, 1])
    assert.deepEqual(await listed(moe, `?actor=${mia.id}`), [1])
    assert.deepEqual(await listed(moe, '?state=running'), [])
    assert.deepEqual(await listed(editor), [2])
    assert.equal(await statusOf(client.get(`/admin/batches/${bodies[0].id}`).loginAs(editor)), 404)
    for (const path of ['undo', 'cancel', 'failures']) {
      const address = `/admin/batches/${bodies[0].id}/${path}`
      const asked =
        path === 'failures'
          ? client.get(address)
          : path === 'undo'
            ? client.post(address).json({ reason })
            : client.post(address)
      assert.equal(await statusOf(asked.loginAs(editor)), 404, path)
    }
    assert.equal(await statusOf(client.get('/admin/batches').loginAs(alice)), 403)
  })
})
