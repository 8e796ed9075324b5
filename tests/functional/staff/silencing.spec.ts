import router from '@adonisjs/core/services/router'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import { password, UserFactory } from '#database/factories/user_factory'
import { signIn, tokenOf } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { ownWrites } from '#tests/support/own_resources'
import { act, people } from '#tests/support/staff'

const later = '2099-01-01T00:00:00.000Z'

/** Requests that a silenced user may still make. */
const alwaysAllowed = [
  'login.store',
  'login.issuers.store',
  'login.links.store',
  'login.passkey_options.store',
  'login.passkeys.store',
  'login.second_factors.store',
  'sessions.step_ups.store',
  'totp.store',
  'totp.update',
  'totp.destroy',
  'recovery_codes.store',
  'passkeys.options.store',
  'passkeys.store',
  'passkeys.update',
  'passkeys.destroy',
  'identities.destroy',
  'studio.sessions.store',
  'studio.sessions.update',
  'studio.sessions.destroy',
  'tokens.refresh',
  'users.store',
  'email_confirmations.store',
  'email_confirmations.requests.store',
  'email_changes.undos.store',
  'unsubscribes.store',
  'email_changes.destroy',
  'bounces.store',
  'password_resets.store',
  'password_resets.confirmations.store',
  'logout.store',
  'sessions.destroy',
  'personal_tokens.store',
  'personal_tokens.destroy',
  'invites.destroy',
  'passwords.update',
  'data_exports.store',
  'me.destroy',
  'terms.update',
  'posts.destroy',
  'posts.drafts.destroy',
  'posts.drafts.editors.destroy',
  'posts.previews.destroy',
  'trash.destroy',
  'comments.destroy',
  ...ownWrites,
  'reports.store',
]

const writes = () =>
  Object.values(router.toJSON())
    .flat()
    .filter(({ name, methods }) => !['GET', 'HEAD'].includes(methods[0]) && name !== undefined)

/** The paths of a comment and of a post. */
async function contentOf({ id: userId }: { id: number }) {
  const post = await PostFactory.merge({ userId }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId }).create()
  return [`/comments/${comment.id}`, `/posts/${post.id}`]
}

const write = (client: ApiClient, token: string) =>
  client.post('/posts').bearerToken(token).json({ title: 'Hear me', content: 'I am back.' })

test.group('A silenced user', (group) => {
  group.each.setup(emptyDatabase)

  test('may not publish anything, {until}')
    .with([{ until: later }, { until: null }])
    .run(async ({ client, assert }, { until }) => {
      const [admin, moderator] = await people('admin', 'moderator')
      const token = await tokenOf(moderator)
      await answers(write(client, token), 201)
      await answers(act(client, admin, 'user.silence', { on: moderator, until }), 201)

      const seen = writes().filter(({ name }) => !alwaysAllowed.includes(name!))
      assert.isAbove(seen.length, 10)
      for (const { pattern, methods } of seen) {
        const request = client.request(pattern.replace(/:\w+/g, '1'), methods[0])
        const response = await request.bearerToken(token).json({})
        assert.containSubset(response.body(), { status: 403, code: 'silenced', until }, pattern)
      }
    })

  test('can still read, sign in, change the password, end sessions and erase the account', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    await me.silence(null)
    const { access_token: old, refresh_token: refresh } = await signIn(client, me)
    await answers(client.get('/posts').bearerToken(old), 200)
    await answers(client.get('/users/me/sanctions').bearerToken(old), 200)
    await answers(client.post('/token/refresh').json({ refresh_token: refresh }), 200)

    const change = { current_password: password, new_password: 'a walk by the river' }
    const changed = client.put('/users/me/password').bearerToken(old).json(change)
    const { access_token: token } = await bodyOf(changed)
    const other = await tokenOf(me)
    const sessions = await bodyOf(client.get('/sessions').bearerToken(token))
    const { id } = sessions.find(({ current }: { current: boolean }) => !current)
    await answers(client.delete(`/sessions/${id}`).bearerToken(token), 204)
    assert.equal(await statusOf(client.get('/sessions').bearerToken(other)), 401)
    await answers(client.post('/logout').bearerToken(await tokenOf(me)), 204)

    const confirmation = { password: change.new_password }
    await answers(client.delete('/users/me').bearerToken(token).json(confirmation), 204)
  })

  test('can report, and delete their own content', async ({ client, assert }) => {
    const [me, other] = await people('moderator', 'member')
    const [mine, theirs] = await Promise.all([me, other].map((user) => contentOf(user)))
    await me.silence(null)
    const token = await tokenOf(me)
    const report = { target_type: 'user', target_id: other.id, reason: 'abuse' }
    await answers(client.post('/reports').bearerToken(token).json(report), 201)

    for (const path of theirs) {
      const refused = await client.delete(path).bearerToken(token)
      assert.containSubset(refused.body(), { status: 403, code: 'silenced', until: null }, path)
    }
    for (const path of mine) await answers(client.delete(path).bearerToken(token), 204)
  })

  test('can write again at once after unsilence', async ({ client }) => {
    const [moderator, user] = await people('moderator', 'member')
    const token = await tokenOf(user)
    await answers(act(client, moderator, 'user.silence', { on: user }), 201)
    await answers(write(client, token), 403)
    await answers(act(client, moderator, 'user.unsilence', { on: user }), 201)
    await answers(write(client, token), 201)
  })

  test('can write again when the time is over', async ({ client, assert }) => {
    const [user, moderator] = await people('member', 'moderator')
    const token = await tokenOf(user)
    const until = new Date(Date.now() + 600)
    await db
      .from('users')
      .where('id', user.id)
      .update({ silenced_at: new Date(), silenced_until: until })

    await answers(write(client, token), 403)
    const statusSeen = async () =>
      (await bodyOf(client.get(`/admin/users/${user.id}`).loginAs(moderator))).status
    assert.equal(await statusSeen(), 'silenced')
    await eventually(async () => (await statusOf(write(client, token))) === 201)
    assert.isAtLeast(Date.now(), until.getTime())
    assert.equal(await statusSeen(), 'active')
  })
})
