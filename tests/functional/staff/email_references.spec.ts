import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import type { Permission } from '#domain/permissions'
import Role from '#models/role'
import User from '#models/user'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { people, reason, reportOf } from '#tests/support/staff'

/** Each with a permission that opens the place, and without that to read e-mails. */
const places: {
  method: string
  path: string
  body?: (email: string) => object
  permission: Permission
  pointer: string
}[] = [
  {
    method: 'GET',
    path: '/admin/posts?author={email}',
    permission: 'posts.read_any',
    pointer: '/query/author',
  },
  {
    method: 'GET',
    path: '/admin/comments?author={email}',
    permission: 'comments.read_any',
    pointer: '/query/author',
  },
  {
    method: 'GET',
    path: '/admin/reports?assignee={email}',
    permission: 'reports.handle',
    pointer: '/query/assignee',
  },
  {
    method: 'GET',
    path: '/admin/audit?actor={email}',
    permission: 'audit.read',
    pointer: '/query/actor',
  },
  {
    method: 'GET',
    path: '/admin/audit?subject={email}',
    permission: 'audit.read',
    pointer: '/query/subject',
  },
  {
    method: 'GET',
    path: '/admin/batches?actor={email}',
    permission: 'posts.lock',
    pointer: '/query/actor',
  },
  {
    method: 'PATCH',
    path: '/admin/reports/1',
    body: (assignee) => ({ assignee }),
    permission: 'reports.handle',
    pointer: '/assignee',
  },
  {
    method: 'POST',
    path: '/admin/actions',
    body: (target) => ({ action: 'user.suspend', target_id: target, reason }),
    permission: 'posts.lock',
    pointer: '/target_id',
  },
  {
    method: 'POST',
    path: '/admin/users/{email}/exports',
    body: () => ({ reason }),
    permission: 'users.manage',
    pointer: '/path/user',
  },
]

async function userWith(permission: Permission): Promise<User> {
  await Role.firstOrCreate({ name: 'clerk' }, { rank: 1, permissions: [permission] })
  const [user] = await people('member')
  await user.merge({ role: 'clerk' }).save()
  return User.withRole().where('id', user.id).firstOrFail()
}

test.group('A user named by an e-mail', (group) => {
  group.each.setup(emptyDatabase)

  test('is found by no role that does not read e-mails: {method} {path}')
    .with(places)
    .run(async ({ client, assert }, { method, path, body, permission, pointer }) => {
      const [clerk, [member]] = [await userWith(permission), await people('member')]
      const post = await PostFactory.merge({ userId: member.id }).create()
      await reportOf('post', post.id)
      const ask = (email: string) => {
        const request = client.request(path.replace('{email}', email), method).loginAs(clerk)
        return body ? request.json(body(email)) : request
      }
      const [known, unknown] = [await ask(member.email), await ask('nobody@example.org')]
      for (const refused of [known, unknown]) {
        assertProblem(refused, 422, 'validation_failed', [pointer])
        assert.include(refused.body().errors[0].detail, 'users.read_private')
      }
      assert.deepEqual(known.body().errors, unknown.body().errors)
    })

  test('is found by roles that read e-mails', async ({ client, assert }) => {
    const [moderator, member] = await people('moderator', 'member')
    const { id } = await PostFactory.merge({ userId: member.id }).create()
    const found = client.get(`/admin/posts?author=${member.email}`).loginAs(moderator)
    assert.equal((await answers(found, 200)).body()[0].id, id)
    const unknown = client.get('/admin/posts?author=nobody@example.org').loginAs(moderator)
    assertProblem(await unknown, 404, 'not_found')
  })
})
