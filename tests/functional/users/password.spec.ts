import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import OpenSession from '#actions/sessions/open_session'
import ChangePassword from '#actions/users/change_password'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import User from '#models/user'
import { password, UserFactory } from '#database/factories/user_factory'
import { confirmationOf, sessionOf, signIn, source, type Tokens } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'

const fresh = 'another evening on the plaza'

test.group('PUT /users/me/password', (group) => {
  group.each.setup(emptyDatabase)

  test('accepts the new password from then on, and refuses the old one', async ({ client }) => {
    const me = await UserFactory.create()
    const response = await client
      .put('/users/me/password')
      .loginAs(me)
      .json({ current_password: password, new_password: fresh })

    response.assertStatus(200)
    const login = (secret: string) =>
      client.post('/login').json({ username: me.username, password: secret })
    await answers(login(password), 401)
    await answers(login(fresh), 200)
  })

  test('ends every other session and every older token at once, and answers with new tokens', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const [first, other] = [await signIn(client, me), await signIn(client, me)]
    const stranger = await signIn(client, await UserFactory.create())
    const show = ({ access_token: token }: Tokens) => client.get('/users/me').bearerToken(token)
    const refresh = ({ refresh_token: token }: Tokens) =>
      client.post('/token/refresh').json({ refresh_token: token })
    const second: Tokens = await bodyOf(refresh(first))
    for (const tokens of [first, second, other, stranger]) await answers(show(tokens), 200)
    const before = await row('sessions', { id: sessionOf(first) })

    const changed = await client
      .put('/users/me/password')
      .bearerToken(second.access_token)
      .json({ current_password: password, new_password: fresh })

    changed.assertStatus(200)
    changed.assertHeader('cache-control', 'no-store')
    for (const tokens of [first, second, other]) {
      await answers(show(tokens), 401)
      await answers(refresh(tokens), 401)
    }
    await answers(show(stranger), 200)
    await answers(show(changed.body()), 200)
    const [after, ...others] = await db.from('sessions').where('user_id', me.id)
    assert.isEmpty(others)
    const kept = ({ user_agent, address, created_at }: typeof after) => ({
      user_agent,
      address,
      created_at,
    })
    assert.deepEqual(kept(after), kept(before))
    await answers(refresh(changed.body()), 200)
  })

  test('lets one of two simultaneous changes succeed, and ends the session of the other', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const tokens = [await signIn(client, me), await signIn(client, me)]
    const racing = await Promise.all(
      tokens.map(({ access_token: token }, index) =>
        client
          .put('/users/me/password')
          .bearerToken(token)
          .json({ current_password: password, new_password: `${fresh} ${index}` })
      )
    )
    const won = racing.findIndex((answer) => answer.status() === 200)
    assert.sameMembers(
      racing.map((answer) => answer.status()),
      [200, 401]
    )
    await answers(client.get('/users/me').bearerToken(tokens[1 - won].access_token), 401)
    await answers(client.get('/users/me').bearerToken(racing[won].body().access_token), 200)
    await signIn(client, me, `${fresh} ${won}`)
  })

  test('refuses {what} and changes nothing')
    .with([
      { what: 'a wrong password', pointer: '/current_password', body: { current_password: 'no' } },
      { what: 'no password', pointer: '/current_password', body: { current_password: undefined } },
      { what: 'a short new one', pointer: '/new_password', body: { new_password: 'seven77' } },
      { what: 'a common new one', pointer: '/new_password', body: { new_password: 'password1' } },
      {
        what: 'a guessable new one',
        pointer: '/new_password',
        body: { new_password: 'Plaza-2026' },
      },
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

  test('limits guesses with a stolen token: the sixth wrong password is 429', async ({
    client,
  }) => {
    const { access_token: token } = await signIn(client, await UserFactory.create())
    const guess = (secret: string) =>
      client
        .put('/users/me/password')
        .bearerToken(token)
        .json({ current_password: secret, new_password: fresh })

    for (const secret of ['one', 'two', 'three', 'four', 'five']) await answers(guess(secret), 422)
    await answers(guess('six'), 429)
    await answers(guess(password), 429)
  })

  test('a login that just checked the old password opens no session after the change', async ({
    assert,
  }) => {
    const user = await UserFactory.create()
    const proved = await User.findOrFail(user.id)
    const open = () => new OpenSession().handle({ user: proved, source, lifetime: 60 })
    await open()
    const confirmed = await confirmationOf(user)
    await new ChangePassword().handle({ confirmed, password: fresh, lifetime: 60, source })

    await assert.rejects(open, InvalidCredentialsException)
    assert.lengthOf(await db.from('sessions'), 1)
  })
})
