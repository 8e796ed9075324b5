import type { ApiClient } from '@japa/api-client'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import ChangePassword from '#actions/users/change_password'
import EraseUser from '#actions/users/erase_user'
import UpdateProfile from '#actions/users/update_profile'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import { password, UserFactory } from '#database/factories/user_factory'
import type { Confirmation } from '#queries/users/lock_confirmed'
import { confirmationOf, sessionOf, signIn, source } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

const fresh = 'another evening on the plaza'
const unlessStale = () => {}

interface Request {
  what: string
  send: (client: ApiClient, secret: string) => ReturnType<ApiClient['post']>
  act: (confirmed: Confirmation) => Promise<unknown>
}

const requests: Request[] = [
  {
    what: 'PUT /users/me/password',
    send: (client, secret) =>
      client.put('/users/me/password').json({ current_password: secret, new_password: fresh }),
    act: (confirmed) =>
      new ChangePassword().handle({ confirmed, password: `${fresh} too`, lifetime: 60, source }),
  },
  {
    what: 'PATCH /users/me with an e-mail',
    send: (client, secret) =>
      client.patch('/users/me').json({ email: 'new@example.org', current_password: secret }),
    act: (confirmed) =>
      new UpdateProfile().handle({
        id: confirmed.id,
        changes: {},
        newEmail: { email: 'new@example.org', waits: false, confirmed, source },
        source,
        unlessStale,
      }),
  },
  {
    what: 'DELETE /users/me',
    send: (client, secret) => client.delete('/users/me').json({ password: secret }),
    act: (confirmed) => new EraseUser().handle({ confirmed, unlessStale }),
  },
]

test.group('A session that ends while its request is under way', (group) => {
  group.each.setup(emptyDatabase)

  test('gets 401 for any password, counts none, and changes nothing: {what}')
    .with(requests)
    .run(async ({ client, assert }, { send }) => {
      const me = await UserFactory.create()
      const tokens = await signIn(client, me)
      const show = () => client.get('/users/me').bearerToken(tokens.access_token)
      await answers(show(), 200)
      // As another worker does it: this one still admits the session.
      const { password: other } = await UserFactory.merge({ password: fresh }).create()
      await db.from('users').where('id', me.id).update({ password: other })
      await db.from('sessions').where('id', sessionOf(tokens)).delete()
      await answers(show(), 200)
      const before = await row('users', { id: me.id })

      for (let count = 0; count < 3; count++) {
        for (const secret of ['wrong', password, fresh]) {
          const response = await send(client, secret).bearerToken(tokens.access_token)
          assertProblem(response, 401, 'invalid_token')
        }
      }
      assert.deepEqual(await row('users', { id: me.id }), before)
    })

  test('gets 401 after its password was right, and changes nothing: {what}')
    .with(requests)
    .run(async ({ assert }, { act }) => {
      const me = await UserFactory.create()
      const [first, second] = [await confirmationOf(me), await confirmationOf(me)]
      await new ChangePassword().handle({ confirmed: first, password: fresh, lifetime: 60, source })
      const before = await row('users', { id: me.id })

      for (const confirmed of [first, second]) {
        await assert.rejects(() => act(confirmed), InvalidTokenException)
      }
      assert.deepEqual(await row('users', { id: me.id }), before)
    })

  test('gets 401 when the session alone has ended: {what}')
    .with(requests)
    .run(async ({ assert }, { act }) => {
      const me = await UserFactory.create()
      const confirmed = await confirmationOf(me)
      await db.from('sessions').where('id', confirmed.sessionId).delete()
      await assert.rejects(() => act(confirmed), InvalidTokenException)
    })
})
