import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { Authenticator } from '#tests/support/authenticator'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { bot, personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

test.group('user.rescue', (group) => {
  group.each.setup(emptyDatabase)

  test('removes all second factors, ends all access, and mails a link for a new password', async ({
    client,
    assert,
    cleanup,
  }) => {
    const [admin] = await people('admin')
    const user = await UserFactory.create()
    const { token } = await personalToken(client, user)
    const app = await Authenticator.setUp(client, user)
    const { access_token: bearer } = await app.signIn(client)
    const challenge = await app.challenge(client)
    const mails = await Mails.begin()
    cleanup(() => mails.end())

    const entry = await bodyOf(act(client, admin, 'user.rescue', { on: user }))
    const { sessions_ended: ended, ...after } = entry.after
    assert.deepEqual(after, { factors_removed: 1, tokens_revoked: 1, link_mailed: true })
    assert.isAbove(ended, 0)
    for (const one of [token, bearer]) {
      assertProblem(await client.get('/users/me').bearerToken(one), 401, 'invalid_token')
    }
    const late = { challenge, code: await app.unusedCode() }
    const refused = await client.post('/login/second-factor').json(late)
    assertProblem(refused, 401, 'invalid_challenge')
    for (const table of ['totp_secrets', 'recovery_codes']) assert.isEmpty(await db.from(table))

    const sent = await mails.sent()
    const [link, told] = ['password_reset', 'second_factor'].map((kind) =>
      sent.find((mail) => mail.kind === kind)
    )
    assert.equal(told!.subject, 'Your second factors were removed')
    const reset = {
      token: new URL(link!.link!).hash.slice('#token='.length),
      new_password: 'staple these together',
    }
    await answers(client.post('/password-resets/confirm').json(reset), 204)
    const again = await signIn(client, user, reset.new_password)
    const log = await bodyOf(
      client.get('/users/me/security-events').bearerToken(again.access_token)
    )
    assert.include(
      log.map(({ event }: { event: string }) => event),
      'factors_removed_by_staff'
    )
  })

  test('without mail, it removes the factors, and the password stays', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const user = await UserFactory.create()
    await Authenticator.setUp(client, user)
    const entry = await bodyOf(act(client, admin, 'user.rescue', { on: user }))
    assert.containSubset(entry.after, { factors_removed: 1, link_mailed: false })
    await answers(client.post('/login').json({ username: user.username, password }), 200)
  })

  test('is a conflict where there is nothing to do, and on a bot', async ({ client }) => {
    const [admin, member] = await people('admin', 'member')
    assertProblem(await act(client, admin, 'user.rescue', { on: member }), 409, 'conflict')
    const { id } = await bot(client, admin)
    assertProblem(await act(client, admin, 'user.rescue', { on: { id } }), 409, 'conflict')
  })

  test('is for a higher rank alone', async ({ client }) => {
    const [moderator, admin, other] = await people('moderator', 'admin', 'admin')
    assertProblem(await act(client, moderator, 'user.rescue', { on: other }), 403, 'forbidden')
    assertProblem(await act(client, admin, 'user.rescue', { on: other }), 403, 'forbidden')
    assertProblem(await act(client, admin, 'user.rescue', { on: admin }), 409, 'conflict')
  })
})
