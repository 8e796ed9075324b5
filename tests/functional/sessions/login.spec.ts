import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { sessionOf, signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { shown } from '#tests/support/titles'

const ada = { username: 'Ada_1815', email: 'Ada.Lovelace@example.org' }

test.group('POST /login', (group) => {
  group.each.setup(emptyDatabase)

  test('accepts {shown} for the account')
    .with(
      shown([
        { value: 'Ada_1815' },
        { value: 'ada_1815' },
        { value: ' ADA_1815\n' },
        { value: 'Ada.Lovelace@example.org' },
        { value: 'ada.lovelace@EXAMPLE.ORG' },
        { value: '\tADA.LOVELACE@example.org  ' },
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      const user = await UserFactory.merge(ada).create()
      const response = await client.post('/login').json({ username: value, password })

      response.assertStatus(200)
      response.assertHeader('cache-control', 'no-store')
      const tokens = response.body()
      assert.sameMembers(Object.keys(tokens), [
        'access_token',
        'token_type',
        'expires_in',
        'refresh_token',
        'user',
      ])
      assert.containSubset(tokens.user, { id: user.id, ...ada })
      assert.containSubset(tokens, { token_type: 'bearer', expires_in: 900 })
      const session = await row('sessions', { id: sessionOf(tokens) })
      assert.equal(session.user_id, user.id)
      const me = await client.get('/users/me').bearerToken(tokens.access_token)
      assert.equal(me.body().id, user.id)
    })

  test('accepts the password form of OAuth2', async ({ client }) => {
    await UserFactory.merge(ada).create()
    const form = { grant_type: 'password', username: ' ADA_1815 ', password, scope: '' }

    const response = await client.post('/login').form(form)
    response.assertStatus(200)
    response.assertBodyContains({ token_type: 'bearer' })
  })

  test('stores the address and the user agent, and no token', async ({ client, assert }) => {
    await UserFactory.merge(ada).create()
    const response = await client
      .post('/login')
      .header('user-agent', 'a'.repeat(1000))
      .header('x-forwarded-for', '192.0.2.7')
      .json({ username: 'ada_1815', password })

    const session = await row('sessions', { id: sessionOf(response.body()) })
    assert.containSubset(session, { address: '192.0.2.7', user_agent: 'a'.repeat(300) })
    assert.notInclude(JSON.stringify(session), response.body().refresh_token.split('.').at(-1))
  })

  test('answers 422 to {shown}')
    .with(
      shown([
        { value: {} },
        { value: { username: 'ada' } },
        { value: { password } },
        { value: { username: 1, password } },
        { value: { username: ['ada'], password } },
        { value: { username: { $ne: null }, password } },
        { value: { username: 'ada', password: null } },
        { value: { username: 'a'.repeat(321), password } },
        { value: { username: 'ada', password: 'x'.repeat(1025) } },
      ])
    )
    .run(async ({ client }, { value }) => {
      const response = await client.post('/login').json(value as object)
      response.assertStatus(422)
      response.assertBodyContains({ code: 'validation_failed' })
    })

  test('answers 401 to the name {shown}')
    .with(
      shown([
        { value: '' },
        { value: ' ' },
        { value: '%' },
        { value: "' or 1=1 --" },
        { value: '\u0000' },
        { value: '\ud800' },
        { value: 'ada_1815\u0000x' },
        { value: '../ada_1815' },
        { value: '\u{1f451}'.repeat(80) },
      ])
    )
    .run(async ({ client }, { value }) => {
      await UserFactory.merge(ada).create()
      const response = await client.post('/login').json({ username: value, password })
      response.assertStatus(401)
    })

  test('ends the least recently used session above fifty', async ({ client, assert }) => {
    const user = await UserFactory.merge(ada).create()
    const oldest = await signIn(client, user)
    const show = () => client.get('/users/me').bearerToken(oldest.access_token)
    await answers(show(), 200)
    for (let count = 0; count < 49; count++) await signIn(client, user)
    await answers(show(), 200)

    const newest = await signIn(client, user)

    await answers(show(), 401)
    const sessions = await client.get('/sessions').bearerToken(newest.access_token)
    assert.lengthOf(sessions.body(), 50)
  })
})
