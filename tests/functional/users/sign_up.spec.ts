import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase, row } from '#tests/support/database'

const password = 'a plaza in the evening'

test.group('POST /users', (group) => {
  group.each.setup(emptyDatabase)

  test('answers 201 with the Location and the profile of the new account', async ({
    client,
    assert,
  }) => {
    const response = await client.post('/users').json({
      email: 'Ada@Example.org',
      password,
      username: 'Ada_1815',
      display_name: '  Ada Lovelace ',
    })

    response.assertStatus(201)
    const user = await row('users', { username: 'Ada_1815' })
    response.assertHeader('location', `/users/${user.id}`)
    assert.deepEqual(response.body(), {
      id: user.id,
      username: 'Ada_1815',
      display_name: 'Ada Lovelace',
      bio: null,
      role: 'member',
      bot: false,
      created_at: user.created_at.toISOString(),
      posts_count: 0,
      comments_count: 0,
      email: 'Ada@Example.org',
    })
    const shown = await client.get(response.header('location')!)
    shown.assertBodyContains({ username: 'Ada_1815' })
  })

  test('stores the password as argon2id, and signs in with it', async ({ client, assert }) => {
    await client.post('/users').json({ email: 'ada@example.org', password, username: 'ada' })

    const { password: hash } = await row('users', { username: 'ada' })
    assert.match(hash, /^\$argon2id\$/)
    const login = await client.post('/login').json({ username: 'ada@example.org', password })
    login.assertStatus(200)
  })

  test('generates a user name that reveals nothing of the e-mail', async ({ client, assert }) => {
    const emails = ['grace.hopper@example.org', 'grace.hopper@example.net']
    const answers = await Promise.all(
      emails.map((email) => client.post('/users').json({ email, password }))
    )

    const names = answers.map((answer) => answer.body().username)
    for (const name of names) assert.match(name, /^user_[a-z2-9]{10}$/)
    assert.lengthOf(new Set(names), 2)
  })

  test('lets no client choose {field}')
    .with([
      { field: 'id', value: 7_000_000, fallback: undefined },
      { field: 'role', value: 'admin', fallback: 'member' },
      { field: 'posts_count', value: 99, fallback: 0 },
      { field: 'created_at', value: '2001-01-01T00:00:00.000Z', fallback: undefined },
    ])
    .run(async ({ client, assert }, { field, value, fallback }) => {
      const response = await client
        .post('/users')
        .json({ email: 'ada@example.org', password, username: 'ada', [field]: value })

      response.assertStatus(201)
      const { [field]: stored } = await row('users', { username: 'ada' })
      assert.notEqual(stored instanceof Date ? stored.toISOString() : stored, value)
      if (fallback !== undefined) assert.equal(stored, fallback)
    })

  test('refuses the {field} {value}, which is taken in another case')
    .with([
      { field: 'email', value: 'ADA@EXAMPLE.ORG', code: 'email_taken' },
      { field: 'email', value: ' ada@example.org ', code: 'email_taken' },
      { field: 'username', value: 'ADA', code: 'username_taken' },
      { field: 'username', value: ' ada ', code: 'username_taken' },
    ])
    .run(async ({ client, assert }, { field, value, code }) => {
      await UserFactory.merge({ email: 'Ada@example.org', username: 'aDa' }).create()

      const response = await client
        .post('/users')
        .json({ email: 'new@example.org', username: 'newcomer', password, [field]: value })

      response.assertStatus(409)
      response.assertBodyContains({ code })
      assert.lengthOf(await db.from('users'), 1)
    })

  test('lets only one of simultaneous sign-ups with the same {field} succeed')
    .with(['email', 'username'])
    .run(async ({ client, assert }, field) => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          client.post('/users').json({
            email: field === 'email' ? 'ada@example.org' : `ada${index}@example.org`,
            username: field === 'username' ? 'ada' : `ada${index}`,
            password,
          })
        )
      )

      const statuses = answers.map((answer) => answer.status()).sort()
      assert.deepEqual(statuses, [201, ...Array.from({ length: 7 }, () => 409)])
      assert.lengthOf(await db.from('users'), 1)
    })
})
