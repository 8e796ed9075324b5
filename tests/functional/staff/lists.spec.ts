import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { followToTheEnd, idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { people, reportOf } from '#tests/support/staff'

const now = () => DateTime.now()

/** Rows by name, of which a list finds some. */
type Rows = Record<string, { id: number }>

/** Asserts that a list finds these rows, whole and page after page, and how many it says they are. */
async function assertFound(
  client: ApiClient,
  reader: User,
  path: string,
  rows: Rows,
  names: string
) {
  const get = (address: string) => client.get(address).loginAs(reader)
  const ids = names
    .split(' ')
    .filter(Boolean)
    .map((name) => rows[name].id)
  const whole = await answers(get(`${path}&limit=100&count=exact`), 200)
  whole.assert!.deepEqual(idsOf(whole), ids)
  whole.assertHeader('x-total-count', String(ids.length))
  whole.assert!.deepEqual(await followToTheEnd(get, `${path}&limit=2`), ids)
}

test.group('GET /admin/users', (group) => {
  group.each.setup(emptyDatabase)

  test('?{query} finds {found}')
    .with([
      { query: '', found: 'odd quiet barred guest moe' },
      { query: 'sort=old', found: 'moe guest barred quiet odd' },
      { query: 'role=member', found: 'odd quiet barred guest' },
      { query: 'role=moderator', found: 'moe' },
      { query: 'status=active', found: 'odd guest moe' },
      { query: 'status=silenced', found: 'quiet' },
      { query: 'status=suspended', found: 'barred' },
      { query: 'search=ODD', found: 'odd' },
      { query: 'search=moe@example', found: 'moe' },
      { query: 'search=Lady', found: 'quiet' },
      { query: 'search=%25', found: 'odd' },
      { query: 'search=_', found: 'barred' },
      { query: 'search=%5C', found: '' },
      { query: 'search=100%25', found: 'odd' },
      { query: 'search=', found: 'odd quiet barred guest moe' },
      { query: 'since=2020-01-01', found: 'odd quiet barred moe' },
      { query: 'until=2020-01-01', found: 'guest' },
      {
        query: 'since=2000-01-01&until=2099-01-01T00:00:00Z&role=member',
        found: 'odd quiet barred guest',
      },
    ])
    .run(async ({ client }, { query, found }) => {
      const made = await people('moderator', 'member', 'member', 'member', 'member')
      const names = ['moe', 'guest', 'barred', 'quiet', 'odd']
      const details = [
        {},
        { createdAt: DateTime.utc(2010) },
        { suspendedAt: now(), username: 'barred_one' },
        { silencedAt: now(), silencedUntil: now().plus({ hour: 1 }), displayName: 'Lady Q' },
        { suspendedAt: now(), suspendedUntil: now(), displayName: '100% odd' },
      ]
      for (const [index, user] of made.entries()) {
        const username = names[index]
        await user.merge({ username, email: `${username}@example.org`, ...details[index] }).save()
      }
      const rows = Object.fromEntries(made.map((user, index) => [names[index], user]))
      await assertFound(client, rows.moe, `/admin/users?${query}`, rows, found)
    })

  test('shows e-mail, sessions, reports and removals of a user, named in any way', async ({
    client,
    assert,
  }) => {
    const [moderator, user] = await people('moderator', 'member')
    await tokenOf(user)
    await db.table('reports').insert({
      target_type: 'user',
      target_id: user.id,
      subject_id: user.id,
      reason: 'abuse',
    })
    await user.merge({ email: 'odd+tag@example.org' }).save()

    for (const reference of [
      user.id,
      `@${user.username}`,
      'odd%2Btag@example.org',
      `%40${user.username}`,
    ]) {
      const shown = await bodyOf(client.get(`/admin/users/${reference}`).loginAs(moderator))
      assert.containSubset(shown, {
        id: user.id,
        email: 'odd+tag@example.org',
        status: 'active',
        sessions_count: 1,
        reports_count: 1,
        removals_count: 0,
      })
      assert.notProperty(shown, 'password')
    }
    const sessions = await bodyOf(client.get(`/admin/users/${user.id}/sessions`).loginAs(moderator))
    assert.lengthOf(sessions, 1)
    assertProblem(await client.get('/admin/users/@nobody').loginAs(moderator), 404, 'not_found')
  })
})

test.group('GET /admin/posts', (group) => {
  group.each.setup(emptyDatabase)

  test('?{query} finds {found}')
    .with([
      { query: '', found: 'old locked gone draft plain' },
      { query: 'sort=old', found: 'plain draft gone locked old' },
      { query: 'status=visible', found: 'old locked plain' },
      { query: 'status=draft', found: 'draft' },
      { query: 'status=removed', found: 'gone' },
      { query: 'status=locked', found: 'locked' },
      { query: 'author=@writer', found: 'gone draft plain' },
      { query: 'author=writer@example.org&status=removed', found: 'gone' },
      { query: 'search=lanterns', found: 'gone draft' },
      { query: 'search=%22lanterns+at%22+-dusk', found: 'draft' },
      { query: 'since=2020-01-01', found: 'locked gone draft plain' },
      { query: 'until=2020-01-01', found: 'old' },
    ])
    .run(async ({ client }, { query, found }) => {
      const [moderator, writer, other] = await people('moderator', 'member', 'member')
      await writer.merge({ username: 'writer', email: 'writer@example.org' }).save()
      const of = ({ id: userId }: User, more: object) =>
        PostFactory.merge({ userId, title: 'Stones', content: 'A fountain.', ...more }).create()
      const rows = {
        plain: await of(writer, {}),
        draft: await of(writer, { published: false, title: 'Lanterns at dawn' }),
        gone: await of(writer, { removedAt: now(), title: 'Lanterns at dusk' }),
        locked: await of(other, { locked: true }),
        old: await of(other, { createdAt: DateTime.utc(2010) }),
      }
      await reportOf('post', rows.gone.id)
      await assertFound(client, moderator, `/admin/posts?${query}`, rows, found)
    })
})

test.group('GET /admin/comments', (group) => {
  group.each.setup(emptyDatabase)

  test('?{query} finds {found}')
    .with([
      { query: '', found: 'elsewhere deleted removed plain' },
      { query: 'sort=old', found: 'plain removed deleted elsewhere' },
      { query: 'status=visible', found: 'elsewhere plain' },
      { query: 'status=removed', found: 'removed' },
      { query: 'status=deleted', found: 'deleted' },
      { query: 'author=@writer', found: 'elsewhere removed plain' },
      { query: 'post_id={post}', found: 'deleted removed plain' },
      { query: 'search=50%25', found: 'removed' },
      {
        query: 'since=2000-01-01&until=2099-01-01&author=@writer',
        found: 'elsewhere removed plain',
      },
    ])
    .run(async ({ client }, { query, found }) => {
      const [moderator, writer] = await people('moderator', 'member')
      await writer.merge({ username: 'writer' }).save()
      const [post, other] = await PostFactory.merge({ userId: moderator.id }).createMany(2)
      const on = ({ id: postId }: { id: number }, more: object) =>
        CommentFactory.merge({ postId, userId: writer.id, content: 'Fine', ...more }).create()
      const rows = {
        plain: await on(post, {}),
        removed: await on(post, { removedAt: now(), content: 'Now 50% off' }),
        deleted: await on(post, {}),
        elsewhere: await on(other, {}),
      }
      await rows.deleted.entomb()
      const path = `/admin/comments?${query.replace('{post}', `${post.id}`)}`
      await assertFound(client, moderator, path, rows, found)
    })
})

test.group('The lists of staff', (group) => {
  group.each.setup(emptyDatabase)

  test('skip what was asked to be skipped, and take no cursor of another list', async ({
    client,
    assert,
  }) => {
    const [moderator, ...members] = await people('moderator', 'member', 'member', 'member')
    const get = (path: string) => client.get(path).loginAs(moderator)
    const ids = [moderator, ...members].map(({ id }) => id).reverse()
    assert.deepEqual(idsOf(await get('/admin/users?skip=2')), ids.slice(2))

    const first = await get('/admin/users?limit=1&role=member')
    const [, cursor] = /cursor=([^&>]+)/.exec(String(first.header('link')))!
    await answers(get(`/admin/users?limit=1&role=member&cursor=${cursor}`), 200)
    for (const path of [
      `/admin/users?limit=1&cursor=${cursor}`,
      `/admin/posts?cursor=${cursor}`,
      `/admin/audit?cursor=${cursor}`,
      `/admin/users?role=member&cursor=${cursor.slice(0, -2)}xx`,
    ]) {
      assertProblem(await get(path), 422, 'validation_failed', ['/query/cursor'])
    }
  })

  test('answer 422 to {path}')
    .with([
      { path: '/admin/users?limit=0', pointer: '/query/limit' },
      { path: '/admin/users?limit=101', pointer: '/query/limit' },
      { path: '/admin/users?skip=10001', pointer: '/query/skip' },
      { path: '/admin/users?count=about', pointer: '/query/count' },
      { path: '/admin/users?sort=top', pointer: '/query/sort' },
      { path: '/admin/users?role=king', pointer: '/query/role' },
      { path: '/admin/users?status=dead', pointer: '/query/status' },
      { path: '/admin/users?search=%00', pointer: '/query/search' },
      { path: `/admin/users?search=${'x'.repeat(201)}`, pointer: '/query/search' },
      { path: '/admin/users?search[]=x', pointer: '/query/search' },
      { path: '/admin/users?since=yesterday', pointer: '/query/since' },
      { path: '/admin/users?since=2026-02-30', pointer: '/query/since' },
      { path: '/admin/users?until=2026-13-01', pointer: '/query/until' },
      { path: '/admin/users?until=2026-01-01T12:00:00', pointer: '/query/until' },
      { path: '/admin/users/alice', pointer: '/path/user' },
      { path: '/admin/users/-1', pointer: '/path/user' },
      { path: '/admin/users/a%00b@example.org', pointer: '/path/user' },
      { path: '/admin/users/@a%27--', pointer: '/path/user' },
      { path: `/admin/users/${'9'.repeat(30)}`, pointer: '/path/user' },
      { path: `/admin/users/${'x'.repeat(250)}@x.org`, pointer: '/path/user' },
      { path: '/admin/users/x/sessions', pointer: '/path/user' },
      { path: '/admin/posts/1e3', pointer: '/path/id' },
      { path: '/admin/posts?author=%00@x', pointer: '/query/author' },
      { path: '/admin/posts?status=hidden', pointer: '/query/status' },
      { path: '/admin/comments?post_id=0', pointer: '/query/post_id' },
      { path: '/admin/comments?post_id=99999999999999999999', pointer: '/query/post_id' },
      { path: '/admin/reports?status=closed', pointer: '/query/status' },
      { path: '/admin/reports?assignee=nobody', pointer: '/query/assignee' },
      { path: '/admin/reports/first', pointer: '/path/id' },
      { path: '/admin/audit?action=post.remove%27--', pointer: '/query/action' },
      { path: '/admin/audit?target_type=vote', pointer: '/query/target_type' },
      { path: '/admin/audit?batch_id=1', pointer: '/query/batch_id' },
      { path: '/admin/audit?after=-1', pointer: '/query/after' },
      { path: '/admin/audit?actor=none', pointer: '/query/actor' },
      { path: '/admin/audit/head', pointer: '/path/id' },
    ])
    .run(async ({ client }, { path, pointer }) => {
      const [moderator] = await people('moderator')
      const response = await client.get(path).loginAs(moderator)
      assertProblem(response, 422, 'validation_failed', [pointer])
    })
})
