import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import { PostFactory } from '#database/factories/post_factory'
import { builtInRoles, permissionNames, permissions, type Permission } from '#domain/permissions'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { assertProblem } from '#tests/support/problems'
import { act, people, report } from '#tests/support/staff'

const watch = {
  name: 'night-watch',
  rank: 1,
  permissions: ['comments.write', 'reports.handle', 'posts.lock'] as Permission[],
}

const create = (client: ApiClient, actor: User, fields: object = {}) =>
  client
    .post('/admin/roles')
    .loginAs(actor)
    .json({ ...watch, ...fields })

const edit = (client: ApiClient, actor: User, name: string, fields: object) =>
  client.patch(`/admin/roles/${name}`).loginAs(actor).json(fields)

const remove = (client: ApiClient, actor: User, name: string, query = {}) =>
  client.delete(`/admin/roles/${name}`).loginAs(actor).qs(query)

/** A user with a role that a test creates. */
async function userOf(client: ApiClient, admin: User, role: object & { name: string }) {
  await answers(create(client, admin, role), 201)
  const [user] = await people('member')
  return user.merge({ role: role.name }).save()
}

const actions = () => db.from('audit_entries').orderBy('id').select('action')

test.group('GET /admin/permissions', (group) => {
  group.each.setup(emptyDatabase)

  test('lists every permission with what it allows, and the built-in roles that have it', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const listed = await bodyOf(client.get('/admin/permissions').loginAs(admin))
    assert.deepEqual(
      listed,
      permissionNames.map((name) => ({
        name,
        description: permissions[name],
        roles: builtInRoles
          .filter((role) => role.permissions.includes(name))
          .map((role) => role.name),
      }))
    )
  })
})

test.group('GET /admin/roles', (group) => {
  group.each.setup(emptyDatabase)

  test('lists the roles that the migrations make, which are those of the domain', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const listed = await bodyOf(client.get('/admin/roles').loginAs(admin))
    const shown = listed.map(
      ({ name, rank, permissions: granted, is_built_in: isBuiltIn }: any) => {
        return { name, rank, permissions: granted, isBuiltIn }
      }
    )
    assert.deepEqual(
      shown,
      builtInRoles.map((role) => ({
        ...role,
        permissions: permissionNames.filter((name) => role.permissions.includes(name)),
        isBuiltIn: true,
      }))
    )
  })

  test('is for those who give roles, too', async ({ client }) => {
    await db.table('roles').insert({ name: 'clerk', rank: 1, permissions: ['users.manage'] })
    const [clerk, moderator] = await people('member', 'moderator')
    await db.from('users').where('id', clerk.id).update({ role: 'clerk' })
    await answers(client.get('/admin/roles').loginAs(clerk), 200)
    await answers(client.get('/admin/roles/clerk').loginAs(clerk), 403)
    await answers(client.get('/admin/roles').loginAs(moderator), 403)
  })

  test('shows one of them, and nothing where there is none', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const shown = await answers(client.get('/admin/roles/moderator').loginAs(admin), 200)
    assert.exists(shown.header('etag'))
    assertProblem(await client.get('/admin/roles/king').loginAs(admin), 404, 'not_found')
    const odd = await client.get('/admin/roles/%00').loginAs(admin)
    assertProblem(odd, 422, 'validation_failed', ['/path/role'])
  })
})

test.group('POST /admin/roles', (group) => {
  group.each.setup(emptyDatabase)

  test('creates a role, whose users may do that and nothing else', async ({ client, assert }) => {
    const [admin, author] = await people('admin', 'member')
    const created = await answers(create(client, admin, { reason: 'Nights are long.' }), 201)
    assert.equal(created.header('location'), '/admin/roles/night-watch')
    assert.containsSubset(created.body(), { name: watch.name, rank: 1, is_built_in: false })
    assert.sameMembers(created.body().permissions, watch.permissions)
    assert.containsSubset(await row('audit_entries', { action: 'role.create' }), {
      actor_id: admin.id,
      target_type: 'role',
      reason: 'Nights are long.',
      after: { name: watch.name, rank: 1 },
    })

    const [mia] = await people('member')
    await answers(act(client, admin, 'user.set_role', { on: mia, role: watch.name }), 201)
    const post = await PostFactory.merge({ userId: author.id }).create()
    const as = (path: string) => client.get(path).loginAs(mia)
    assert.equal(await statusOf(as('/admin/reports')), 200)
    assert.equal(await statusOf(as('/admin/actions')), 200)
    assert.equal((await bodyOf(client.get('/users/me').loginAs(mia))).role, watch.name)
    for (const path of ['/admin/audit', '/admin/users', '/admin/posts', '/admin/stats']) {
      assertProblem(await as(path), 403, 'forbidden')
    }
    await answers(act(client, mia, 'post.lock', { on: post }), 201)
    assertProblem(await act(client, mia, 'post.remove', { on: post }), 403, 'forbidden')
    assertProblem(await act(client, mia, 'user.warn', { on: author }), 403, 'forbidden')
    assertProblem(await client.delete(`/posts/${post.id}`).loginAs(mia), 403, 'forbidden')
    const vote = { post_id: post.id, vote_dir: 1 }
    assertProblem(await client.post('/votes').loginAs(mia).json(vote), 403, 'forbidden')
    const text = { title: 'A', content: 'B' }
    assertProblem(await client.post('/posts').loginAs(mia).json(text), 403, 'forbidden')
  })

  test('refuses {$self}')
    .with([
      'name=King',
      'name=',
      'name=two words',
      `name=${'x'.repeat(31)}`,
      'rank=2',
      'rank=-1',
      'rank=0.5',
      'rank="1"',
      'permissions=["posts.eat"]',
      'permissions=["posts.lock","posts.lock"]',
      'permissions="posts.lock"',
      'colour="red"',
    ])
    .run(async ({ client, assert }, wrong) => {
      const [admin] = await people('admin')
      const [field, text] = wrong.split('=')
      const value = field === 'name' ? text : JSON.parse(text)
      const response = await create(client, admin, { [field]: value })
      response.assertStatus(422)
      const pointers = response.body().errors.map(({ pointer }: any) => pointer.split('/')[1])
      assert.include(pointers, field)
    })

  test('refuses a name that is taken, built in or not', async ({ client }) => {
    const [admin] = await people('admin')
    await answers(create(client, admin), 201)
    assertProblem(await create(client, admin), 409, 'conflict')
    assertProblem(await create(client, admin, { name: 'member' }), 409, 'conflict')
  })

  test('of two who create the same role at the same time, one does', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const statuses = await Promise.all([1, 2].map(() => statusOf(create(client, admin))))
    assert.sameMembers(statuses, [201, 409])
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('needs roles.manage', async ({ client, assert }) => {
    const [moderator, member] = await people('moderator', 'member')
    for (const user of [moderator, member]) {
      assertProblem(await create(client, user), 403, 'forbidden')
      assertProblem(await edit(client, user, 'member', { permissions: [] }), 403, 'forbidden')
      assertProblem(await remove(client, user, 'member'), 403, 'forbidden')
      assertProblem(await client.get('/admin/roles').loginAs(user), 403, 'forbidden')
      assertProblem(await client.get('/admin/permissions').loginAs(user), 403, 'forbidden')
    }
    assert.isEmpty(await actions())
  })

  test('is repeated under its key, and creates nothing twice once it was deleted', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const send = () => create(client, admin).header('Idempotency-Key', 'watch-1')
    await answers(send(), 201)
    const again = await answers(send(), 201)
    assert.equal(again.header('idempotency-replayed'), 'true')
    await answers(remove(client, admin, watch.name), 204)
    assertProblem(await send(), 410, 'gone')
  })
})

test.group('A role that manages roles', (group) => {
  group.each.setup(emptyDatabase)

  const steward = {
    name: 'steward',
    rank: 1,
    permissions: ['roles.manage', 'users.manage', 'posts.lock'],
  }

  test('grants nothing that it lacks, and no rank of its own', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const user = await userOf(client, admin, steward)
    const low = { name: 'low', rank: 0, permissions: ['posts.lock'] }
    assertProblem(await create(client, user, { ...low, rank: 1 }), 403, 'forbidden')
    const more = await create(client, user, { ...low, permissions: ['posts.lock', 'audit.read'] })
    assertProblem(more, 403, 'forbidden')
    assert.include(more.body().detail, 'audit.read')
    await answers(create(client, user, low), 201)

    const raise = { permissions: ['posts.lock', 'audit.read'] }
    assertProblem(await edit(client, user, 'low', raise), 403, 'forbidden')
    assertProblem(await edit(client, user, 'low', { rank: 1 }), 403, 'forbidden')
    assertProblem(await edit(client, user, 'steward', { permissions: [] }), 403, 'forbidden')
    assertProblem(await edit(client, user, 'moderator', { permissions: [] }), 403, 'forbidden')
    assertProblem(await remove(client, user, 'steward'), 403, 'forbidden')
    const to = { successor: 'moderator' }
    assertProblem(await remove(client, user, 'low', to), 403, 'forbidden')
  })

  test('gives users no role that may do more, and no way into such an account', async ({
    client,
  }) => {
    const [admin, member] = await people('admin', 'member')
    const user = await userOf(client, admin, steward)
    const auditor = { name: 'auditor', rank: 0, permissions: ['audit.read'] }
    const other = await userOf(client, admin, auditor)

    for (const role of ['admin', 'moderator', 'auditor']) {
      const deed = { on: member, role }
      assertProblem(await act(client, user, 'user.set_role', deed), 403, 'forbidden')
      const account = { email: 'eve@example.org', password: 'a walk by the river', role }
      const made = await client.post('/admin/users').loginAs(user).json(account)
      assertProblem(made, 403, 'forbidden')
    }
    const password = { on: other, password: 'a walk by the river' }
    assertProblem(await act(client, user, 'user.reset_password', password), 403, 'forbidden')
    const link = { on: other, os_user: 'eve' }
    assertProblem(await act(client, user, 'user.link', link), 403, 'forbidden')
  })
})

test.group('PATCH /admin/roles/{role}', (group) => {
  group.each.setup(emptyDatabase)

  test('counts from the next request on, for those who are signed in', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const user = await userOf(client, admin, watch)
    const token = await tokenOf(user)
    const audit = () => statusOf(client.get('/admin/audit').bearerToken(token))
    assert.equal(await audit(), 403)

    await answers(edit(client, admin, watch.name, { permissions: ['audit.read'] }), 200)
    assert.equal(await audit(), 200)
    await answers(edit(client, admin, watch.name, { permissions: [] }), 200)
    assert.equal(await audit(), 403)
    assert.deepInclude(await row('audit_entries', { action: 'role.update', id: 3 }), {
      before: { permissions: ['audit.read'] },
      after: { name: watch.name, permissions: [] },
    })
  })

  test('changes what a built-in role may do, and not its rank or its name', async ({
    client,
    assert,
    cleanup,
  }) => {
    const [admin, moderator] = await people('admin', 'moderator')
    const before = await row('roles', { name: 'moderator' })
    const { permissions: granted } = before
    cleanup(async () => {
      await db.from('roles').where('name', 'moderator').update({ permissions: granted })
    })
    const post = await PostFactory.create()
    const retitle = () =>
      statusOf(client.patch(`/posts/${post.id}`).loginAs(moderator).json({ title: 'New' }))
    assert.equal(await retitle(), 403)

    const more = { permissions: [...granted, 'posts.edit_any'], rank: 1, name: 'moderator' }
    await answers(edit(client, admin, 'moderator', more), 200)
    assert.equal(await retitle(), 200)
    assertProblem(await edit(client, admin, 'moderator', { rank: 0 }), 409, 'conflict')
    const name = await edit(client, admin, 'moderator', { name: 'guard' })
    assertProblem(name, 422, 'validation_failed', ['/name'])
  })

  test('changes no role of admins', async ({ client, assert }) => {
    const [admin] = await people('admin')
    for (const fields of [{ permissions: [] }, { rank: 0 }, { name: 'king' }]) {
      assertProblem(await edit(client, admin, 'admin', fields), 403, 'forbidden')
    }
    assertProblem(await remove(client, admin, 'admin', { successor: 'member' }), 409, 'conflict')
    assert.isEmpty(await actions())
  })

  test('refuses a stale state, and leaves no entry where nothing changes', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const created = await answers(create(client, admin), 201)
    const tag = created.header('etag')!
    const send = (fields: object) => edit(client, admin, watch.name, fields).header('If-Match', tag)
    await answers(send(created.body()), 200)
    assert.lengthOf(await actions(), 1)
    await answers(send({ rank: 0 }), 200)
    assertProblem(await send({ rank: 1 }), 412, 'precondition_failed')
    const gone = remove(client, admin, watch.name).header('If-Match', tag)
    assertProblem(await gone, 412, 'precondition_failed')
  })

  test('takes reports from users who may not handle them any more', async ({ client, assert }) => {
    const [admin, author] = await people('admin', 'member')
    const user = await userOf(client, admin, watch)
    const { id } = await report(client, 'user', author)
    const assign = { assignee: `@${user.username}` }
    await answers(client.patch(`/admin/reports/${id}`).loginAs(admin).json(assign), 200)
    const assignee = async () =>
      (await bodyOf(client.get(`/admin/reports/${id}`).loginAs(admin))).assignee
    assert.equal((await assignee()).id, user.id)

    await answers(edit(client, admin, watch.name, { permissions: ['posts.lock'] }), 200)
    assert.isNull(await assignee())
    const refused = await client.patch(`/admin/reports/${id}`).loginAs(admin).json(assign)
    assertProblem(refused, 422, 'validation_failed', ['/assignee'])
  })
})

test.group('DELETE /admin/roles/{role}', (group) => {
  group.each.setup(emptyDatabase)

  test('of a role in use needs a successor, which its users get', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const user = await userOf(client, admin, watch)
    await user.merge({ osUser: 'mia' }).save()
    const token = await tokenOf(user)
    const reports = () => statusOf(client.get('/admin/reports').bearerToken(token))
    assert.equal(await reports(), 200)
    assertProblem(await remove(client, admin, watch.name), 409, 'conflict')

    const why = { successor: 'member', reason: 'Days are longer.' }
    await answers(remove(client, admin, watch.name, why), 204)
    assert.equal(await reports(), 403)
    assert.containsSubset(await row('users', { id: user.id }), { role: 'member', os_user: null })
    assert.containsSubset(await row('audit_entries', { action: 'role.delete' }), {
      reason: 'Days are longer.',
      before: { name: watch.name, rank: 1 },
      after: { successor: 'member', users_moved: 1 },
    })
    assertProblem(await client.get(`/admin/roles/${watch.name}`).loginAs(admin), 404, 'not_found')
  })

  test('moves thousands of users in batches, which free their users before the next', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    await answers(create(client, admin), 201)
    const { rows } = await db.rawQuery(
      `insert into users (email, username, password, role)
       select 'u' || n || '@example.org', 'user_' || n, 'none', ? from generate_series(1, 10001) as n
       returning id`,
      [watch.name]
    )
    const ids: number[] = rows.map(({ id }: { id: number }) => id)
    const [first, last] = [Math.min(...ids), Math.max(...ids)]
    const [entry] = await db.from('audit_entries').max('id as last')

    const holder = await db.transaction()
    await holder.from('users').where('id', last).forUpdate()
    const deleted = statusOf(remove(client, admin, watch.name, { successor: 'author' }))
    const isFree = async () => (await row('users', { id: first })).role === 'author'
    await eventually(isFree).finally(() => holder.rollback())

    assert.equal(await deleted, 204)
    const [{ total }] = await db.from('users').where('role', 'author').count('* as total')
    assert.equal(total, 10_001)
    const written = await db.from('audit_entries').where('id', '>', entry.last).orderBy('id')
    assert.deepEqual(
      written.map(({ action, after }) => ({ action, after })),
      [
        { action: 'role.move_users', after: { successor: 'author' } },
        { action: 'role.delete', after: { successor: 'author', users_moved: 10_001 } },
      ]
    )
  })

  test('refuses {successor} as a successor')
    .with([
      { successor: 'king', status: 422 },
      { successor: watch.name, status: 409 },
      { successor: 'admin', status: 403 },
    ])
    .run(async ({ client, assert }, { successor, status }) => {
      const [admin] = await people('admin')
      const user = await userOf(client, admin, watch)
      const response = await remove(client, admin, watch.name, { successor })
      assert.equal(response.status(), status)
      assert.equal((await row('users', { id: user.id })).role, watch.name)
    })

  test('refuses every built-in role', async ({ client }) => {
    const [admin] = await people('admin')
    for (const { name } of builtInRoles) {
      assertProblem(await remove(client, admin, name), 409, 'conflict')
    }
  })

  test('and a role that is given at the same time leave each user a role', async ({
    client,
    assert,
  }) => {
    const [admin, user] = await people('admin', 'member')
    for (let round = 0; round < 5; round++) {
      await answers(create(client, admin), 201)
      const [given, deleted] = await Promise.all([
        statusOf(act(client, admin, 'user.set_role', { on: user, role: watch.name })),
        statusOf(remove(client, admin, watch.name)),
      ])
      const { role } = await row('users', { id: user.id })
      assert.equal(role, given === 201 ? watch.name : 'member')
      assert.equal(deleted, given === 201 ? 409 : 204)
      if (given !== 201) continue
      await answers(remove(client, admin, watch.name, { successor: 'member' }), 204)
    }
  })
})

test.group('A dry run', (group) => {
  group.each.setup(emptyDatabase)

  test('of each change of a role keeps nothing', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const dry = await answers(create(client, admin, { dry_run: true }), 200)
    assert.equal(dry.body().name, watch.name)
    assert.isEmpty(await db.from('roles').where('name', watch.name))

    const user = await userOf(client, admin, watch)
    const before = await row('roles', { name: watch.name })
    const edited = await answers(edit(client, admin, watch.name, { rank: 0, dry_run: true }), 200)
    assert.equal(edited.body().rank, 0)
    const query = { successor: 'member', dry_run: 'true' }
    await answers(remove(client, admin, watch.name, query), 204)

    assert.deepEqual(await row('roles', { name: watch.name }), before)
    assert.equal((await row('users', { id: user.id })).role, watch.name)
    assert.lengthOf(await actions(), 1)
  })
})
