import { test } from '@japa/runner'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { idsOf } from '#tests/support/pages'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { people } from '#tests/support/staff'

test.group('Staff lists', (group) => {
  group.each.setup(emptyDatabase)

  test('skip rows, and refuse the cursor of another list', async ({ client, assert }) => {
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

  test('read only the rows of their page: {list}')
    .with([
      { list: 'users' },
      { list: 'posts' },
      { list: 'comments' },
      { list: 'audit', table: 'audit_entries' },
    ])
    .run(async ({ client, assert }, { list, table = list }) => {
      const [moderator] = await people('moderator')
      const path = `/admin/${list}?limit=2`
      const sent = await queriesOf(() => answers(client.get(path).loginAs(moderator), 200))
      const lists = sent.filter((sql) => new RegExp(`from "?${table}\\b`).test(sql))
      assert.isNotEmpty(lists)
      for (const sql of lists) assert.include(sql, 'limit')
    })
})

test.group('A wrong staff query', (group) => {
  let moderator: User
  group.setup(async () => {
    await emptyDatabase()
    ;[moderator] = await people('moderator')
  })

  test('is 422: {path}')
    .with([
      { path: '/admin/users?limit=0', pointer: '/query/limit' },
      { path: '/admin/users?limit=101', pointer: '/query/limit' },
      { path: '/admin/users?skip=10001', pointer: '/query/skip' },
      { path: '/admin/users?count=about', pointer: '/query/count' },
      { path: '/admin/users?sort=top', pointer: '/query/sort' },
      { path: '/admin/users?role=king', pointer: '/query/role' },
      { path: '/admin/users?status=dead', pointer: '/query/status' },
      { path: '/admin/users?search=%00', pointer: '/query/search' },
      { path: '/admin/comments?search=%E2%80%8B', pointer: '/query/search' },
      { path: `/admin/posts?search=${'-'.repeat(200)}`, pointer: '/query/search' },
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
      const response = await client.get(path).loginAs(moderator)
      assertProblem(response, 422, 'validation_failed', [pointer])
    })
})
