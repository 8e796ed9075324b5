import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { act, people } from '#tests/support/staff'

const patch = (client: ApiClient, user: User, username: string) =>
  answers(client.patch('/users/me').loginAs(user).json({ username }), 200)

test.group('Changes of an account', (group) => {
  let mails: Mails

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    return () => mails.end()
  })

  test('are told by mail: {what}')
    .with([
      {
        what: 'another user name',
        subject: 'Your user name was changed',
        event: 'username_changed',
        change: (client: ApiClient, user: User) => patch(client, user, 'countess'),
      },
      {
        what: 'a password that staff set',
        subject: 'Your password was set by staff',
        event: 'password_set_by_staff',
        async change(client: ApiClient, user: User) {
          const [admin] = await people('admin')
          const password = 'staple these together'
          await answers(act(client, admin, 'user.reset_password', { on: user, password }), 201)
        },
      },
    ])
    .run(async ({ client, assert }, { subject, event, change }) => {
      const user = await UserFactory.create()
      await change(client, user)
      const mail = await mails.onlyOne()
      assert.equal(mail.recipient, user.email)
      assert.equal(mail.subject, subject)
      const [newest] = await bodyOf(client.get('/users/me/security-events').loginAs(user))
      assert.equal(newest.event, event)
    })

  test('of the case of a user name alone are not', async ({ client, assert }) => {
    const user = await UserFactory.create()
    await patch(client, user, user.username.toUpperCase())
    assert.isEmpty(await mails.sent())
  })
})
