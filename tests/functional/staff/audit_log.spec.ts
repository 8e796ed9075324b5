import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { PostFactory } from '#database/factories/post_factory'
import { bodyOf, answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

const batch = '0190f5b2-7c1e-7000-8000-000000000001'

/** Six entries: 1 and 2 by the admin, the others by the moderator. */
async function log(client: ApiClient) {
  const [admin, moderator, member] = await people('admin', 'moderator', 'member')
  const post = await PostFactory.merge({ userId: member.id }).create()
  const actions = [
    () => act(client, admin, 'user.warn', { on: moderator }),
    () => act(client, admin, 'user.warn', { on: member }),
    () => act(client, moderator, 'post.lock', { on: post }),
    () => act(client, moderator, 'post.remove', { on: post, batch_id: batch }),
    () => act(client, moderator, 'user.warn', { on: member, batch_id: batch }),
    () => act(client, moderator, 'post.restore', { on: post }),
  ]
  for (const takeAction of actions) await answers(takeAction(), 201)
  return { admin, moderator, member, post }
}

test.group('GET /admin/audit', (group) => {
  let made: ReturnType<typeof log> | undefined
  group.setup(emptyDatabase)

  test('answers with {query} the entries {ids}')
    .with([
      { query: '', ids: [6, 5, 4, 3, 2, 1] },
      { query: 'sort=old', ids: [1, 2, 3, 4, 5, 6] },
      { query: 'actor=@{admin}', ids: [2, 1] },
      { query: 'subject={memberId}', ids: [6, 5, 4, 3, 2] },
      { query: 'action=post.remove', ids: [4] },
      { query: 'action=post.nothing', ids: [] },
      { query: 'target_type=user', ids: [5, 2, 1] },
      { query: 'target_type=post&target_id={postId}', ids: [6, 4, 3] },
      { query: `batch_id=${batch}`, ids: [5, 4] },
      { query: 'after=4&sort=old', ids: [5, 6] },
      { query: 'since=2020-01-01&until=2020-01-02', ids: [] },
      { query: 'since=2020-01-01T00:00:00%2B02:00&until=2099-01-01', ids: [6, 5, 4, 3, 2, 1] },
    ])
    .run(async ({ client, assert }, { query, ids }) => {
      const { admin, moderator, member, post } = await (made ??= log(client))
      const asked = query
        .replace('{admin}', admin.username)
        .replace('{memberId}', `${member.id}`)
        .replace('{postId}', `${post.id}`)
      const get = (path: string) => client.get(path).loginAs(moderator)

      const whole = await answers(get(`/admin/audit?count=exact&${asked}`), 200)
      assert.deepEqual(idsOf(whole), ids)
      whole.assertHeader('x-total-count', String(ids.length))
      assert.deepEqual(await followToTheEnd(get, `/admin/audit?limit=2&${asked}`), ids)
    })
})

test.group('GET /admin/audit and its actors', (group) => {
  group.each.setup(emptyDatabase)

  test('an unknown actor is 404', async ({ client }) => {
    const [moderator] = await people('moderator')
    const response = await client.get('/admin/audit?actor=@nobody').loginAs(moderator)
    assertProblem(response, 404, 'not_found')
  })

  test('an actor with an erased account keeps the id', async ({ client, assert }) => {
    const { admin, moderator } = await log(client)
    await moderator.delete()
    const { actor } = await bodyOf(client.get('/admin/audit/6').loginAs(admin))
    assert.deepEqual(actor, { id: moderator.id, username: null })
    assert.isTrue((await bodyOf(client.get('/admin/audit/verify').loginAs(admin))).ok)
  })

  test('an unknown entry is 404', async ({ client }) => {
    const [moderator] = await people('moderator')
    assertProblem(await client.get('/admin/audit/1').loginAs(moderator), 404, 'not_found')
  })
})

test.group('GET /admin/audit/verify', (group) => {
  group.each.setup(emptyDatabase)

  test('shows the head of an intact chain, and the first broken entry of a changed one', async ({
    client,
    assert,
  }) => {
    const { moderator } = await log(client)
    const verify = () => bodyOf(client.get('/admin/audit/verify').loginAs(moderator))
    const { hash: head } = await row('audit_entries', { id: 6 })
    assert.deepEqual(await verify(), { ok: true, entries: 6, head, first_broken: null })

    await db.transaction(async (trx) => {
      await trx.rawQuery(`set local session_replication_role = 'replica'`)
      await trx.from('audit_entries').where('id', 3).update({ actor_id: 1 })
    })
    const { hash } = await row('audit_entries', { id: 2 })
    const broken = { id: 3, why: 'altered' }
    assert.deepEqual(await verify(), { ok: false, entries: 2, head: hash, first_broken: broken })
  })
})
