import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import CreateToken from '#actions/personal_tokens/create_token'
import SuspendUser from '#actions/staff/suspend_user'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneTokens } from '#jobs/prune_tokens'
import User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf, textOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { runJobs } from '#tests/support/jobs'
import { MailServer } from '#tests/support/mail_server'
import { bot, personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { act, originOf, people, reason } from '#tests/support/staff'
import { untilBlocked } from '#tests/support/waiting'

const ask = (client: ApiClient, token: string) => client.get('/users/me').bearerToken(token)

test.group('DELETE /tokens/{id}', (group) => {
  group.each.setup(emptyDatabase)

  test('ends the token at once, and no other', async ({ client, assert }) => {
    const [user] = await people('member')
    const [first, second] = [await personalToken(client, user), await personalToken(client, user)]
    await answers(ask(client, first.token), 200)
    await answers(client.delete(`/tokens/${first.id}`).loginAs(user), 204)
    assertProblem(await ask(client, first.token), 401, 'invalid_token')
    assertProblem(await client.get('/posts').bearerToken(first.token), 401, 'invalid_token')
    await answers(ask(client, second.token), 200)
    const left = await bodyOf(client.get('/tokens').loginAs(user))
    assert.deepEqual(
      left.map(({ id }: { id: number }) => id),
      [second.id]
    )
  })

  test('answers 404 for the token of another user, and once it is revoked', async ({ client }) => {
    const [owner, admin] = await people('member', 'admin')
    const { id, token } = await personalToken(client, owner)
    assertProblem(await client.delete(`/tokens/${id}`).loginAs(admin), 404, 'not_found')
    await answers(ask(client, token), 200)
    await answers(client.delete(`/tokens/${id}`).loginAs(owner), 204)
    assertProblem(await client.delete(`/tokens/${id}`).loginAs(owner), 404, 'not_found')
  })
})

test.group('A personal token ends', (group) => {
  group.each.setup(emptyDatabase)

  test('with its user’s {action}, and does not come back')
    .with([
      { action: 'user.suspend', undo: 'user.unsuspend', before: {} },
      { action: 'user.end_sessions', undo: null, before: {} },
      { action: 'user.reset_password', undo: null, before: { password: 'staple these together' } },
      { action: 'user.erase', undo: null, before: {} },
    ])
    .run(async ({ client, assert }, { action, undo, before }) => {
      const [admin, member] = await people('admin', 'member')
      const { token } = await personalToken(client, member)
      await answers(ask(client, token), 200)
      const entry = await bodyOf(act(client, admin, action, { on: member, ...before }))
      assertProblem(await ask(client, token), 401, 'invalid_token')
      if (action === 'user.end_sessions') assert.equal(entry.after.tokens_revoked, 1)
      if (undo) await answers(act(client, admin, undo, { on: member }), 201)
      assertProblem(await ask(client, token), 401, 'invalid_token')
      assert.isEmpty(await db.from('personal_tokens'))
    })

  test('when its user loses a permission, and stays when one is added', async ({
    client,
    assert,
  }) => {
    const [admin, user] = await people('admin', 'member')
    const { token } = await personalToken(client, user, ['read', 'posts.publish'])
    const become = (role: string) => act(client, admin, 'user.set_role', { on: user, role })
    await answers(become('moderator'), 201)
    await answers(ask(client, token), 200)
    // It does not get what came later.
    const removal = await client.get('/admin/audit').bearerToken(token)
    assertProblem(removal, 403, 'forbidden')

    const { after } = await bodyOf(become('member'))
    assert.equal(after.tokens_revoked, 1)
    assertProblem(await ask(client, token), 401, 'invalid_token')
  })

  test('not, but does less, when its role changes', async ({ client }) => {
    const [admin] = await people('admin')
    const role = { name: 'watch', rank: 1, permissions: ['posts.remove', 'audit.read'] }
    await answers(client.post('/admin/roles').loginAs(admin).json(role), 201)
    const [user] = await people('member')
    await answers(act(client, admin, 'user.set_role', { on: user, role: 'watch' }), 201)
    const watch = await User.findOrFail(user.id)
    const { token } = await personalToken(client, watch, ['read', 'audit.read'])
    await answers(client.get('/admin/audit').bearerToken(token), 200)
    const change = { permissions: ['posts.remove'] }
    await answers(client.patch('/admin/roles/watch').loginAs(admin).json(change), 200)
    assertProblem(await client.get('/admin/audit').bearerToken(token), 403, 'forbidden')
  })

  test('with a new password', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const { token } = await personalToken(client, user)
    await answers(ask(client, token), 200)
    const { access_token: access } = await signIn(client, user)
    const passwords = { current_password: password, new_password: 'staple these together' }
    await answers(client.put('/users/me/password').bearerToken(access).json(passwords), 200)
    assertProblem(await ask(client, token), 401, 'invalid_token')
    assert.isEmpty(await db.from('personal_tokens'))
  })

  test('with the erasure of the own account, whose export had it', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const [admin] = await people('admin')
    const { id, token } = await personalToken(client, user)
    const exported = await textOf(
      client.post(`/admin/users/${user.id}/exports`).loginAs(admin).json({ reason })
    )
    assert.containSubset(JSON.parse(exported).tokens, [{ id, name: 'For a test' }])
    assert.notInclude(exported, token)

    const { access_token: access } = await signIn(client, user)
    await answers(client.delete('/users/me').bearerToken(access).json({ password }), 204)
    assertProblem(await ask(client, token), 401, 'invalid_token')
    await runJobs()
    assert.isEmpty(await db.from('personal_tokens'))
  })

  test('after 180 days without a use, and not before', async ({ client, assert }) => {
    const [user] = await people('member')
    const made = [await personalToken(client, user), await personalToken(client, user)]
    const [used, unused] = made
    for (const { token } of made) await answers(ask(client, token), 200)
    const isNoted = async () =>
      (await db.from('personal_tokens').whereNull('last_used_at')).length === 0
    await eventually(isNoted)
    const daysAgo = (days: number) => db.raw(`now() - interval '${days} days'`)
    const age = ({ id }: { id: number }, times: object) =>
      db
        .from('personal_tokens')
        .where({ id })
        .update({ created_at: daysAgo(300), ...times })
    await age(used, { last_used_at: daysAgo(179) })
    await age(unused, { last_used_at: daysAgo(181) })

    assert.equal(await pruneTokens(), 1)
    await answers(ask(client, used.token), 200)
    assertProblem(await ask(client, unused.token), 401, 'invalid_token')

    await age(used, { last_used_at: null })
    assert.equal(await pruneTokens(), 1)
    assertProblem(await ask(client, used.token), 401, 'invalid_token')
  })

  test('after a mail, which comes a week ahead and once', async ({ client, assert, cleanup }) => {
    const server = await MailServer.start()
    const undo = server.use()
    cleanup(async () => {
      undo()
      await server.stop()
    })
    const [admin, user] = await people('admin', 'member')
    const made = await personalToken(client, user)
    await personalToken(client, user)
    const robot = await bot(client, admin)
    const ofDaysAgo = { created_at: db.raw(`now() - interval '174 days'`) }
    await db.from('personal_tokens').whereIn('id', [made.id, robot.tokenId]).update(ofDaysAgo)

    for (let time = 0; time < 2; time++) assert.equal(await pruneTokens(), 0)
    await runJobs()
    assert.lengthOf(server.received, 1)
    const [{ recipient, kind, text }] = server.received
    assert.deepEqual([recipient, kind], [user.email, 'token_unused'])
    assert.include(text, 'For a test')
    assert.include(text, made.token.slice(-4))
    assert.notInclude(text, made.token)

    // It was used, and then not again.
    const used = { last_used_at: db.raw(`now() - interval '173 days'`) }
    const noticed = { idle_noticed_at: db.raw(`now() - interval '200 days'`) }
    await db
      .from('personal_tokens')
      .where({ id: made.id })
      .update({ ...used, ...noticed })
    await pruneTokens()
    await runJobs()
    assert.lengthOf(server.received, 2)
  })

  test('and is not made by a request beside a suspension', async ({ client, assert }) => {
    const [moderator, user] = await people('moderator', 'member')
    const suspension = await db.transaction()
    await new SuspendUser().handle({
      actor: moderator,
      origin: originOf(moderator),
      targetId: user.id,
      reason,
      client: suspension,
    })
    const fields = { name: 'Late', scopes: ['read'] }
    const making = client.post('/tokens').loginAs(user).json(fields)
    const [response] = await Promise.all([making, untilBlocked().then(() => suspension.commit())])
    assertProblem(response, 401, 'invalid_token')
    assert.isEmpty(await db.from('personal_tokens'))
  })

  test('and is not made by a session that has ended', async ({ assert }) => {
    const [user] = await people('member')
    const fields = { name: 'Late', scopes: ['read' as const] }
    const source = { address: null, userAgent: null }
    const of = { userId: user.id, sessionId: 999_999_999, source }
    const input = { ...of, fields, client: db.connection() }
    await assert.rejects(() => new CreateToken().handle(input), 'The session has ended')
    assert.isEmpty(await db.from('personal_tokens'))
  })
})
