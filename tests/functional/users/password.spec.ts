import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import OpenSession from '#actions/sessions/open_session'
import ChangePassword from '#actions/users/change_password'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import User from '#models/user'
import { password, UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'

const fresh = 'another evening on the plaza'

test.group('PUT /users/me/password', (group) => {
  group.each.setup(emptyDatabase)

  test('takes the new password from then on, and the old one no more', async ({ client }) => {
    const me = await UserFactory.create()
    const response = await client
      .put('/users/me/password')
      .loginAs(me)
      .json({ current_password: password, new_password: fresh })

    response.assertStatus(204)
    const login = (secret: string) =>
      client.post('/login').json({ username: me.username, password: secret })
    await answers(login(password), 401)
    await answers(login(fresh), 200)
  })

  test('ends every other session at once, and keeps the one that asks', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const [mine, other] = [await signIn(client, me), await signIn(client, me)]
    const stranger = await signIn(client, await UserFactory.create())
    const show = (token: string) => client.get('/users/me').bearerToken(token)
    for (const { access_token: token } of [mine, other, stranger]) {
      await answers(show(token), 200)
    }

    await client
      .put('/users/me/password')
      .bearerToken(mine.access_token)
      .json({ current_password: password, new_password: fresh })

    await answers(show(mine.access_token), 200)
    await answers(show(other.access_token), 401)
    await answers(show(stranger.access_token), 200)
    const refresh = (token: string) => client.post('/token/refresh').json({ refresh_token: token })
    await answers(refresh(other.refresh_token), 401)
    await answers(refresh(mine.refresh_token), 200)
    const left = await db.from('sessions').where('user_id', me.id)
    assert.deepEqual(
      left.map(({ id }) => id),
      [sessionOf(mine)]
    )
  })

  test('refuses {what} and changes nothing')
    .with([
      { what: 'a wrong password', pointer: '/current_password', body: { current_password: 'no' } },
      { what: 'no password', pointer: '/current_password', body: { current_password: undefined } },
      { what: 'a short new one', pointer: '/new_password', body: { new_password: 'seven77' } },
      { what: 'a common new one', pointer: '/new_password', body: { new_password: 'password1' } },
      { what: 'a long new one', pointer: '/new_password', body: { new_password: 'x'.repeat(129) } },
      { what: 'no new one', pointer: '/new_password', body: { new_password: undefined } },
    ])
    .run(async ({ client, assert }, { pointer, body }) => {
      const me = await UserFactory.create()
      const { password: before } = await row('users', { id: me.id })

      const response = await client
        .put('/users/me/password')
        .loginAs(me)
        .json({ current_password: password, new_password: fresh, ...body })

      response.assertStatus(422)
      assert.equal(response.body().errors[0].pointer, pointer)
      const { password: after } = await row('users', { id: me.id })
      assert.equal(after, before)
    })

  test('a stolen token can not guess the password: the sixth wrong one is 429', async ({
    client,
  }) => {
    const me = await UserFactory.create()
    const guess = (secret: string) =>
      client
        .put('/users/me/password')
        .loginAs(me)
        .json({ current_password: secret, new_password: fresh })

    for (const secret of ['one', 'two', 'three', 'four', 'five']) await answers(guess(secret), 422)
    await answers(guess('six'), 429)
    await answers(guess(password), 429)
  })

  test('a sign-in that proved the old password just before opens no session after it', async ({
    assert,
  }) => {
    const user = await UserFactory.create()
    const proved = await User.findOrFail(user.id)
    await new ChangePassword().handle({ user, password: fresh, sessionId: 0 })

    const open = () =>
      new OpenSession().handle({ user: proved, address: '192.0.2.1', lifetime: 60 })
    await assert.rejects(open, InvalidCredentialsException)
    assert.isEmpty(await db.from('sessions'))
  })
})
