import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { staffActions } from '#actions/staff/registry'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import Session from '#models/session'
import { builtInRoles, type Permission } from '#domain/permissions'
import { roles, type Role } from '#tests/support/roles'
import { tokenOf } from '#tests/support/accounts'
import { answers, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { text, uploaded } from '#tests/support/media'
import { assertProblem } from '#tests/support/problems'
import { act, people, report } from '#tests/support/staff'

const onUsers = staffActions.filter(({ targetType }) => targetType === 'user')
const onContent = staffActions.filter(({ targetType }) => targetType !== 'user')
const forAdmins = onUsers.filter(({ permission }) => permission === 'users.manage')

/** Has both sanctions for good, so that each action on users would change something. */
const sanctioned = { silenced_at: new Date(), suspended_at: new Date() }

/** The fields of the actions on users. */
const params = {
  until: '2099-01-01T00:00:00.000Z',
  role: 'admin',
  os_user: 'moe',
  password: 'a walk by the river',
}

const built = (role: Role) => builtInRoles.find(({ name }) => name === role)!

/** Whether the rules let an actor act, by the permission and the two ranks alone. */
const expected = (permission: Permission, actor: Role, target: Role) =>
  built(actor).permissions.includes(permission) && built(actor).rank > built(target).rank
    ? 200
    : 403

test.group('Rules on staff actions', (group) => {
  group.each.setup(emptyDatabase)

  test("{actor} on {target}: staff can't act on an equal or a higher role")
    .with(
      (['moderator', 'admin'] as const).flatMap((actor) =>
        roles.map((target) => ({ actor, target }))
      )
    )
    .run(async ({ client, assert }, { actor: role, target }) => {
      const [actor, user] = await people(role, target)
      await tokenOf(user)
      await db.from('users').where('id', user.id).update(sanctioned)

      for (const { name, permission } of onUsers) {
        const dry = { on: user, ...params, dry_run: true }
        const response = await act(client, actor, name, dry)
        const isUnfit = name === 'user.link' && role === 'admin' && target === 'member'
        if (isUnfit) assertProblem(response, 409, 'conflict')
        else assert.equal(response.status(), expected(permission, role, target), name)
      }
    })

  test('{role} on themselves is a conflict, for every action')
    .with([{ role: 'moderator' }, { role: 'admin' }] as const)
    .run(async ({ client, assert }, { role }) => {
      const [actor] = await people(role)
      for (const { name } of onUsers) {
        const response = await act(client, actor, name, { on: actor, ...params })
        assertProblem(response, 409, 'conflict')
        assert.include(response.body().detail, 'yourself')
      }
      assert.isEmpty(await db.from('audit_entries'))
    })

  test('actions of admins are refused to moderators', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    assert.includeMembers(
      forAdmins.map(({ name }) => name),
      ['user.set_role', 'user.reset_password', 'user.erase']
    )
    for (const { name } of forAdmins) {
      const response = await act(client, moderator, name, { on: user, ...params })
      assertProblem(response, 403, 'forbidden')
    }
    const details = { email: 'new@example.org', password }
    const create = await client.post('/admin/users').loginAs(moderator).json(details)
    assertProblem(create, 403, 'forbidden')
    const path = `/admin/users/${user.id}/exports`
    const out = await client.post(path).loginAs(moderator).json({ reason: 'Curious' })
    assertProblem(out, 403, 'forbidden')
    assert.isEmpty(await db.from('audit_entries'))
  })

  test('content of {author} is {status} to {role}')
    .with([
      { author: 'member', role: 'moderator', status: 200 },
      { author: 'moderator', role: 'moderator', status: 200 },
      { author: 'admin', role: 'moderator', status: 403 },
      { author: 'member', role: 'admin', status: 200 },
      { author: 'moderator', role: 'admin', status: 200 },
      { author: 'admin', role: 'admin', status: 200 },
    ] as const)
    .run(async ({ client, assert }, { author: authorRole, role, status }) => {
      const [actor, author] = await people(role, authorRole)
      const post = await PostFactory.merge({ userId: author.id }).create()
      const on = {
        post,
        comment: await CommentFactory.merge(ofBoth(post, author)).create(),
        media: await uploaded(client, author, text('Notes')),
      }
      const isUndoing = (name: string) => /restore|unlock|unbar/.test(name)

      for (const { name, targetType } of onContent.filter((one) => !isUndoing(one.name))) {
        const dry = { on: on[targetType as keyof typeof on], dry_run: true }
        assert.equal(await statusOf(act(client, actor, name, dry)), status, name)
      }
      await db.from('posts').update({ removed_at: new Date(), locked: true })
      await db.from('comments').update({ removed_at: new Date() })
      await db.from('media').update({ removed_at: new Date() })
      await db.from('media_files').update({ barred_at: new Date() })
      for (const { name, targetType } of onContent.filter((one) => isUndoing(one.name))) {
        const dry = { on: on[targetType as keyof typeof on], dry_run: true }
        assert.equal(await statusOf(act(client, actor, name, dry)), status, name)
      }
    })

  test("staff can't undo actions on their own content", async ({ client, assert }) => {
    const [moderator, admin] = await people('moderator', 'admin')
    const post = await PostFactory.merge({ userId: moderator.id }).create()
    await answers(act(client, admin, 'post.remove', { on: post }), 201)

    assertProblem(await act(client, moderator, 'post.restore', { on: post }), 409, 'conflict')
    assert.isNotNull((await row('posts', { id: post.id })).removed_at)
  })

  test("an action can't name a report that was closed meanwhile", async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const post = await PostFactory.merge({ userId: user.id }).create()
    const { id } = await report(client, 'post', post)
    const dismissal = { status: 'dismissed', reason: 'No rule is broken.' }
    await answers(client.patch(`/admin/reports/${id}`).loginAs(moderator).json(dismissal), 200)

    const input = { on: user, report_id: id }
    assertProblem(await act(client, moderator, 'user.suspend', input), 409, 'conflict')
    assert.isNull((await row('users', { id: user.id })).suspended_at)
  })

  test("an action on another user can't close a report on the actor", async ({
    client,
    assert,
  }) => {
    const [moderator, user] = await people('moderator', 'member')
    const { id } = await report(client, 'user', moderator)
    const input = { on: user, report_id: id }

    assertProblem(await act(client, moderator, 'user.warn', input), 409, 'conflict')
    assert.equal((await row('reports', { id })).status, 'open')
    assert.isEmpty(await db.from('audit_entries'))
  })

  test("a moderator can't delete content of an admin", async ({ client }) => {
    const [moderator, admin] = await people('moderator', 'admin')
    const post = await PostFactory.merge({ userId: admin.id }).create()
    const comment = await CommentFactory.merge(ofBoth(post, admin)).create()
    for (const path of [`/comments/${comment.id}`, `/posts/${post.id}`]) {
      assertProblem(await client.delete(path).loginAs(moderator), 403, 'forbidden')
    }
  })

  test('all staff may act on content of an erased account', async ({ client, assert }) => {
    const [moderator, author] = await people('moderator', 'admin')
    const post = await PostFactory.merge({ userId: author.id }).create()
    await author.delete()
    const response = await answers(act(client, moderator, 'post.remove', { on: post }), 201)
    assert.isNull(response.body().subject_id)
  })

  test('a silenced moderator can only read', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    await moderator.silence(null)
    const response = await act(client, moderator, 'user.warn', { on: user })
    response.assertStatus(403)
    assert.equal(response.body().code, 'silenced')
    await answers(client.get('/admin/reports').loginAs(moderator), 200)
  })
})

test.group('The routes below /admin', (group) => {
  group.each.setup(emptyDatabase)

  test('are for staff: 401 for strangers, 403 for members', async ({ client, assert }) => {
    const [member] = await people('member')
    const staffed = Object.values(router.toJSON())
      .flat()
      .filter(({ pattern }) => pattern.startsWith('/admin'))
    assert.isAbove(staffed.length, 15)

    for (const { pattern, methods } of staffed) {
      const ask = () => client.request(pattern.replace(/:\w+/g, `${member.id}`), methods[0])
      assertProblem(await ask(), 401, 'unauthenticated')
      assertProblem(await ask().loginAs(member), 403, 'forbidden')
    }
  })

  test('are never cached: {path}')
    .with([
      { path: '/admin/users' },
      { path: '/admin/users/{me}' },
      { path: '/admin/users/{me}/sessions' },
      { path: '/admin/posts' },
      { path: '/admin/audit' },
      { path: '/admin/deletions' },
      { path: '/admin/stats' },
      { path: '/admin/actions' },
    ])
    .run(async ({ client }, { path }) => {
      const [moderator] = await people('moderator')
      const response = await client.get(path.replace('{me}', `${moderator.id}`)).loginAs(moderator)
      response.assertStatus(200)
      response.assertHeader('cache-control', 'no-store')
    })
})

test.group('The last admin', (group) => {
  group.each.setup(emptyDatabase)

  test('can’t leave, and of two who leave at the same time one stays', async ({
    client,
    assert,
  }) => {
    const admins = await UserFactory.apply('admin').createMany(2)
    const erase = (admin: (typeof admins)[number]) =>
      client.delete('/users/me').loginAs(admin).json({ password })

    const responses = await Promise.all(admins.map(erase))
    const left = await row('users', { role: 'admin' })
    for (const [index, { id }] of admins.entries()) {
      if (id === left.id) assertProblem(responses[index], 409, 'last_admin')
      else responses[index].assertStatus(204)
    }
    assert.lengthOf(await db.from('users').whereNull('erased_at'), 1)
    assert.lengthOf(await Session.query().where('userId', left.id), 1)
  })
})

const ofBoth = ({ id: postId }: { id: number }, { id: userId }: { id: number }) => ({
  postId,
  userId,
})
