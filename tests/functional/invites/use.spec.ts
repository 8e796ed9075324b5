import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import type { Permission } from '#domain/permissions'
import type User from '#models/user'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { host } from '#tests/support/hosts'
import { tokenIn } from '#tests/support/mail_server'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'

const password = 'a plaza in the evening'

const invite = (client: ApiClient, user: User, fields: object = {}) =>
  bodyOf(client.post('/invites').loginAs(user).json(fields))

let count = 0

const signUp = (client: ApiClient, token: string, more: object = {}) =>
  client
    .post('/users')
    .json({ email: `guest_${count++}@example.org`, password, invite: token, ...more })

const assertInvalid = async (client: ApiClient, token: string) =>
  assertProblem(await signUp(client, token), 422, 'validation_failed', ['/invite'])

test.group('A sign-up with SIGNUP=invite', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('accounts.signup', 'invite'))

  test('needs an invite, which says who invited the user to staff alone', async ({
    client,
    assert,
  }) => {
    const [admin, other] = await people('admin', 'member')
    const { token, id } = await invite(client, admin)
    const uninvited = { email: 'x@example.org', password }
    assertProblem(await client.post('/users').json(uninvited), 403, 'invite_needed')
    await assertInvalid(client, `${token.slice(0, -1)}_`)
    const made = await bodyOf(answers(signUp(client, token, { username: 'newcomer' }), 201))
    assert.equal(made.role, 'member')
    assert.equal((await row('invites', { id })).uses, 1)
    await assertInvalid(client, token)

    const path = `/admin/users/${made.id}`
    assert.equal((await bodyOf(client.get(path).loginAs(admin))).invited_by, admin.id)
    assert.isNull((await bodyOf(client.get(`/admin/users/${other.id}`).loginAs(admin))).invited_by)
    const listed = await bodyOf(client.get(`/admin/users?invited_by=${admin.id}`).loginAs(admin))
    assert.deepEqual(
      listed.map(({ id: one }: { id: number }) => one),
      [made.id]
    )
    assert.notProperty(await bodyOf(client.get(`/users/${made.id}`).loginAs(other)), 'invited_by')
    assert.isEmpty(await db.from('audit_entries'))
  })

  test('lets three of twenty win that use an invite for three at once', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('limits.signup', { requests: 100, seconds: 60 }))
    const [admin] = await people('admin')
    const { token, id } = await invite(client, admin, { max_uses: 3 })
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(signUp(client, token)))
    )
    const lost = Array.from({ length: 17 }, () => 422)
    assert.deepEqual(statuses.toSorted(), [201, 201, 201, ...lost])
    assert.lengthOf(await db.from('invited_users'), 3)
    assert.equal((await row('invites', { id })).uses, 3)
  })

  test('uses no invite if the sign-up fails', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { token, id } = await invite(client, admin)
    const taken = { email: admin.email, username: 'newcomer' }
    assertProblem(await signUp(client, token, taken), 409, 'email_taken')
    const named = { username: admin.username }
    assertProblem(await signUp(client, token, named), 409, 'username_taken')
    assert.equal((await row('invites', { id })).uses, 0)
    await answers(signUp(client, token), 201)
  })

  test('gives the role of the invite, with an audit entry of its inviter', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const { token, id } = await invite(client, admin, { role: 'editor' })
    const made = await bodyOf(answers(signUp(client, token, { role: 'admin' }), 201))
    assert.equal(made.role, 'editor')
    const entry = await row('audit_entries', { target_id: made.id })
    assert.containSubset(entry, {
      action: 'user.create',
      actor_id: admin.id,
      after: { role: 'editor', invite_id: id },
    })
  })

  for (const [what, end] of [
    ['is suspended', (client, admin, on) => act(client, admin, 'user.suspend', { on })],
    [
      'was suspended for a time',
      async (client, admin, on) => {
        await answers(act(client, admin, 'user.suspend', { on }), 201)
        return act(client, admin, 'user.unsuspend', { on })
      },
    ],
    ['is silenced', (client, admin, on) => act(client, admin, 'user.silence', { on })],
    [
      'gets a lower role',
      (client, admin, on) => act(client, admin, 'user.set_role', { on, role: 'member' }),
    ],
    ['is erased', (client, admin, on) => act(client, admin, 'user.erase', { on })],
  ] as [string, (client: ApiClient, admin: User, on: User) => PromiseLike<any>][]) {
    test(`is refused if the inviter ${what}`, async ({ client }) => {
      const [admin] = await people('admin')
      const inviter = await host('friend', ['invites.create'])
      const { token } = await invite(client, inviter, { max_uses: 2 })
      await answers(signUp(client, token), 201)
      await answers(end(client, admin, inviter), 201)
      await assertInvalid(client, token)
    })
  }

  test('is refused once the inviter may not give the role any more', async ({ client }) => {
    const [admin] = await people('admin')
    const contributions: Permission[] = ['posts.publish', 'comments.write', 'votes.cast']
    const own: Permission[] = [...contributions, 'media.keep', 'invites.create']
    const inviter = await host('clerk', [...own, 'users.manage'], { rank: 1 })
    const plain = await invite(client, inviter)
    const { token } = await invite(client, inviter, { role: 'author' })
    const fewer = { permissions: own }
    await answers(client.patch('/admin/roles/clerk').loginAs(admin).json(fewer), 200)
    await assertInvalid(client, token)
    await answers(signUp(client, plain.token), 201)
  })

  test('is refused with an expired or revoked invite, or one of a deleted role', async ({
    client,
  }) => {
    const [admin] = await people('admin')
    await answers(
      client.post('/admin/roles').loginAs(admin).json({ name: 'guide', rank: 0, permissions: [] }),
      201
    )
    const [expired, revoked, roleless] = [
      await invite(client, admin),
      await invite(client, admin),
      await invite(client, admin, { role: 'guide' }),
    ]
    await db.from('invites').where('id', expired.id).update({ expires_at: new Date() })
    await answers(client.delete(`/invites/${revoked.id}`).loginAs(admin), 204)
    await answers(client.delete('/admin/roles/guide').loginAs(admin), 204)
    for (const { token } of [expired, revoked, roleless]) await assertInvalid(client, token)
  })

  test('deletes who invited whom with either account', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { token } = await invite(client, admin)
    const guest = await bodyOf(answers(signUp(client, token), 201))
    const { default: User } = await import('#models/user')
    const user = await User.findOrFail(guest.id)
    await answers(client.delete('/users/me').loginAs(user).json({ password }), 204)
    const { runJobs } = await import('#tests/support/jobs')
    await runJobs()
    assert.isEmpty(await db.from('invited_users'))
  })
})

test.group('A sign-up with an invite and VERIFY_EMAIL=required', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const undos = [
      setting('accounts.signup', 'invite'),
      setting('accounts.verifyEmail', 'required'),
    ]
    mails = await Mails.begin()
    return async () => {
      for (const undo of undos) undo()
      await mails.end()
    }
  })

  const confirm = (client: ApiClient, token: string) =>
    client.post('/email-confirmations').json({ token })

  test('begins at once if the invite was mailed to this e-mail, and counts as confirmed', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    await invite(client, admin, { email: 'Grace@example.org' })
    const token = await mails.token()
    const other = await signUp(client, token)
    assertProblem(other, 422, 'validation_failed', ['/email'])
    const fields = { email: 'grace@EXAMPLE.org', username: 'grace' }
    await answers(signUp(client, token, fields), 201)
    assert.isNotNull((await row('users', { username: 'grace' })).email_confirmed_at)
    assert.isEmpty(await mails.sent())
    await answers(client.post('/login').json({ username: 'grace', password }), 200)
  })

  test('uses the invite when the e-mail is confirmed, and one of twenty wins', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('limits.signup', { requests: 100, seconds: 60 }))
    const [admin] = await people('admin')
    const { token, id } = await invite(client, admin, { role: 'author' })
    for (let at = 0; at < 20; at++) await answers(signUp(client, token), 202)
    assert.equal((await row('invites', { id })).uses, 0)
    const tokens = (await mails.sent()).map(tokenIn)
    const statuses = await Promise.all(tokens.map((one) => statusOf(confirm(client, one))))
    assert.deepEqual(statuses.toSorted(), [200, ...Array.from({ length: 19 }, () => 422)])
    const [{ user_id: userId }] = await db.from('invited_users')
    assert.equal((await row('users', { id: userId })).role, 'author')
  })

  test('ends when the invite is revoked meanwhile', async ({ client, assert }) => {
    const [admin] = await people('admin')
    const { token, id } = await invite(client, admin)
    await answers(signUp(client, token), 202)
    const link = await mails.token()
    await answers(client.delete(`/invites/${id}`).loginAs(admin), 204)
    assertProblem(await confirm(client, link), 422, 'validation_failed', ['/token'])
    assert.isEmpty(await db.from('sign_ups'))
  })
})

test.group('An invite with SIGNUP={mode}', (group) => {
  group.each.setup(emptyDatabase)

  test('is used with open sign-ups too, and with closed ones not at all', async ({
    client,
    assert,
    cleanup,
  }) => {
    const admin = await UserFactory.apply('admin').create()
    const { token } = await invite(client, admin)
    cleanup(setting('accounts.signup', 'closed'))
    assertProblem(await signUp(client, token), 403, 'signup_closed')
    cleanup(setting('accounts.signup', 'open'))
    const { id } = await bodyOf(answers(signUp(client, token), 201))
    assert.equal((await row('invited_users', { user_id: id })).inviter_id, admin.id)
    await answers(client.post('/users').json({ email: 'x@example.org', password }), 201)
  })
})
