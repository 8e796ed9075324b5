import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { shown } from '#tests/support/titles'

const valid = { email: 'ada@example.org', username: 'ada', password: 'a plaza in the evening' }

const titled = (values: unknown[]) => shown(values.map((value) => ({ value })))

test.group('POST /users', (group) => {
  group.each.setup(emptyDatabase)

  test('refuses {shown} as an e-mail')
    .with(
      titled([
        undefined,
        null,
        42,
        true,
        [],
        {},
        ['ada@example.org'],
        '',
        '@',
        'ada',
        'ada@',
        '@example.org',
        'ada@localhost',
        'ada@example..org',
        'ada lovelace@example.org',
        'ada@lovelace@example.org',
        'Ada <ada@example.org>',
        'ada@example.org,bob@example.org',
        'ada@example.org\r\nBcc: all@example.org',
        'ada\u0000@example.org',
        'ada\ud800@example.org',
        '\u202eada@example.org',
        'аda@example.org', // the first letter is Cyrillic
        'ａda@example.org', // and here from the full-width forms
        'ada@exämple.org',
        'ada@examp\u0131e.org',
        `${'a'.repeat(250)}@example.org`,
        `a@${'b'.repeat(100_000)}.org`,
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      const response = await client.post('/users').json({ ...valid, email: value })

      response.assertStatus(422)
      assert.include(
        response.body().errors.map(({ pointer }: { pointer: string }) => pointer),
        '/email'
      )
      assert.isEmpty(await db.from('users'))
    })

  test('refuses {shown} as a password')
    .with(
      titled([
        undefined,
        null,
        12345678,
        [],
        '',
        'seven77',
        '\ud83d\ude00'.repeat(7),
        'x'.repeat(129),
        'x'.repeat(5000),
        'password1',
        'PASSWORD1',
        'qwertyuiop',
        '1234567890',
        'Plaza-2026!',
        'moderator#1',
        'Ada@Example.org',
        'a plaza\u0000in the evening',
        'a plaza\ud800in the evening',
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      const response = await client.post('/users').json({ ...valid, password: value })

      response.assertStatus(422)
      assert.equal(response.body().errors[0].pointer, '/password')
      assert.notInclude(response.text(), 'a plaza')
      assert.isEmpty(await db.from('users'))
    })

  test('refuses names of the site as a password', async ({ client, assert, cleanup }) => {
    cleanup(setting('mail.site', { name: 'Lamp & Square', url: 'https://news.example' }))
    for (const guessed of ['LampSquare1815', 'square-plaza', 'news.example!']) {
      const response = await client.post('/users').json({ ...valid, password: guessed })
      assertProblem(response, 422, 'validation_failed', ['/password'])
      assert.equal(response.body().errors[0].rule, 'unguessable')
    }
    const password = 'a lamp on the square'
    await answers(client.post('/users').json({ ...valid, password }), 201)
  })

  test('accepts {shown} as a password, unchanged')
    .with(
      titled([
        'k7#Lq2!z',
        '  spaces on both ends  ',
        'x7'.repeat(64),
        '\ud83d\ude00'.repeat(128),
        'пароль на площади',
        'line one\nline two',
      ])
    )
    .run(async ({ client }, { value }) => {
      const created = await client.post('/users').json({ ...valid, password: value })
      created.assertStatus(201)

      const login = (password: unknown) => client.post('/login').json({ username: 'ada', password })
      await answers(login(value), 200)
      await answers(login(`${value} `), 401)
    })

  test('refuses {shown} as a user name')
    .with(
      titled([
        42,
        [],
        '',
        'ab',
        'a'.repeat(31),
        'ada lovelace',
        'ada@example.org',
        'ada-lovelace',
        'аda',
        'ａda',
        'ada\u0000',
        'ada\u200b',
      ])
    )
    .run(async ({ client, assert }, { value }) => {
      const response = await client.post('/users').json({ ...valid, username: value })

      response.assertStatus(422)
      assert.equal(response.body().errors[0].pointer, '/username')
      assert.isEmpty(await db.from('users'))
    })

  test('refuses {shown} as a display name')
    .with(titled([42, '', '   ', 'x'.repeat(51), 'Ada\nLovelace', '\u202eadA', 'Ada\u0000']))
    .run(async ({ client, assert }, { value }) => {
      const response = await client.post('/users').json({ ...valid, display_name: value })

      response.assertStatus(422)
      assert.equal(response.body().errors[0].pointer, '/display_name')
      assert.isEmpty(await db.from('users'))
    })

  test('reports all errors at once', async ({ client, assert }) => {
    const response = await client
      .post('/users')
      .json({ email: 'no', password: 'short', username: '!', display_name: '' })

    response.assertStatus(422)
    const pointers = response.body().errors.map(({ pointer }: { pointer: string }) => pointer)
    assert.includeMembers(pointers, ['/email', '/password', '/username', '/display_name'])
  })
})
