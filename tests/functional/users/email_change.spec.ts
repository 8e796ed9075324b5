import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const patch = (client: ApiClient, token: string, body: object) =>
  client.patch('/users/me').bearerToken(token).json(body)

test.group('PATCH /users/me, with an e-mail', (group) => {
  let me: User
  let token: string

  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    me = await UserFactory.merge({ email: 'ada@example.org' }).create()
    await UserFactory.merge({ username: 'grace', email: 'grace@example.org' }).create()
  })
  const signedIn = async (client: ApiClient) => {
    token = (await signIn(client, me)).access_token
  }

  test('needs the password: {sent} is refused without a change')
    .with([
      { sent: 'none', more: {} },
      { sent: 'a wrong one', more: { current_password: 'wrong' } },
      { sent: 'an empty one', more: { current_password: '' } },
    ])
    .run(async ({ client, assert }, { more }) => {
      await signedIn(client)
      const before = await row('users', { id: me.id })
      for (const email of ['new@example.org', 'grace@example.org']) {
        const response = await patch(client, token, { email, bio: 'New', ...more })
        assertProblem(response, 422, 'validation_failed', ['/current_password'])
      }
      assert.deepEqual(await row('users', { id: me.id }), before)
    })

  test('that is unchanged needs no password, so clients can send back the profile', async ({
    client,
  }) => {
    await signedIn(client)
    const profile = await bodyOf(client.get('/users/me').bearerToken(token))
    await answers(patch(client, token, { ...profile, bio: 'New' }), 200)
  })

  test('does not reveal whether it is taken, beside a taken user name: {email}')
    .with([{ email: 'grace@example.org' }, { email: 'free@example.org' }])
    .run(async ({ client }, { email }) => {
      await signedIn(client)
      const body = { username: 'GRACE', email, current_password: password }
      assertProblem(await patch(client, token, body), 409, 'username_taken')
    })

  test('allows five attempts an hour, for taken and free addresses', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('limits.emailChange', { requests: 3, seconds: 3600 }))
    await signedIn(client)
    const change = (email: string) => patch(client, token, { email, current_password: password })
    assertProblem(await change('grace@example.org'), 409, 'email_taken')
    const changed = await answers(change('one@example.org'), 200)
    assert.match(changed.header('ratelimit')!, /^"write";r=\d+;t=\d+, "emailChange";r=1;t=\d+$/)
    assertProblem(await change('grace@example.org'), 409, 'email_taken')

    const refused = await change('grace@example.org')
    assertProblem(refused, 429, 'rate_limited')
    refused.assertHeader('ratelimit-policy', '"emailChange";q=3;w=3600')
    assertProblem(await change('two@example.org'), 429, 'rate_limited')
    await answers(patch(client, token, { bio: 'Still here' }), 200)
  })

  test('counts a wrong password in the limit of the session', async ({ client }) => {
    await signedIn(client)
    const guess = (secret: string) =>
      patch(client, token, { email: 'new@example.org', current_password: secret })
    for (let time = 0; time < 5; time++) await answers(guess(`guess ${time}`), 422)
    await answers(guess(password), 429)
  })
})

test.group('POST /users', (group) => {
  group.each.setup(emptyDatabase)

  test('does not reveal whether the e-mail is taken, beside a taken user name: {email}')
    .with([{ email: 'grace@example.org' }, { email: 'free@example.org' }])
    .run(async ({ client }, { email }) => {
      await UserFactory.merge({ username: 'grace', email: 'grace@example.org' }).create()
      const response = await client.post('/users').json({ username: 'Grace', email, password })
      assertProblem(response, 409, 'username_taken')
    })
})
