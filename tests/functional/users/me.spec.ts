import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { bodyOf, tagOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { shown } from '#tests/support/titles'

const ada = { username: 'ada', email: 'ada@example.org', displayName: 'Ada', bio: 'Gardener' }

test.group('GET /users/me', (group) => {
  group.each.setup(emptyDatabase)

  test("shows the user's profile with the e-mail", async ({ client }) => {
    const me = await UserFactory.merge(ada).create()
    const response = await client.get('/users/me').loginAs(me)

    response.assertStatus(200)
    response.assertBodyContains({
      id: me.id,
      email: me.email,
      display_name: 'Ada',
      bio: 'Gardener',
    })
  })

  test('is 401 without a token', async ({ client }) => {
    const response = await client.get('/users/me')
    response.assertStatus(401)
  })
})

test.group('PATCH /users/me', (group) => {
  group.each.setup(emptyDatabase)

  test('changes only {field}, to {shown}')
    .with(
      shown([
        { field: 'username', value: 'Countess_1815' },
        { field: 'username', value: 'ADA' },
        { field: 'email', value: 'countess@example.org' },
        { field: 'email', value: 'Ada@Example.org' },
        { field: 'display_name', value: 'Ada King 👑' },
        { field: 'display_name', value: null },
        { field: 'bio', value: 'Mathematics\nand poetry' },
        { field: 'bio', value: null },
      ])
    )
    .run(async ({ client, assert }, { field, value }) => {
      const me = await UserFactory.merge(ada).create()
      const before = await bodyOf(client.get('/users/me').loginAs(me))

      const response = await client
        .patch('/users/me')
        .loginAs(me)
        .json({ [field]: value, current_password: password })

      response.assertStatus(200)
      assert.deepEqual(response.body(), { ...before, [field]: value })
      assert.deepEqual(await bodyOf(client.get('/users/me').loginAs(me)), response.body())
      assert.containSubset(await row('users', { id: me.id }), { [field]: value })
    })

  test('changes nothing without fields, and ignores read-only fields', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.merge(ada).create()
    const before = await row('users', { id: me.id })

    const body = { id: 1, role: 'admin', posts_count: 9, created_at: null }
    const response = await client.patch('/users/me').loginAs(me).json(body)

    response.assertStatus(200)
    assert.deepEqual(await row('users', { id: me.id }), before)
  })

  test('refuses {shown} as {field}, and saves none of the other fields')
    .with(
      shown([
        { field: 'username', value: 'no' },
        { field: 'username', value: '' },
        { field: 'email', value: 'nobody' },
        { field: 'email', value: '' },
        { field: 'display_name', value: '' },
        { field: 'display_name', value: 'x'.repeat(51) },
        { field: 'display_name', value: 'a\u202eb' },
        { field: 'bio', value: 'x'.repeat(501) },
        { field: 'bio', value: 'a\u0000b' },
        { field: 'bio', value: 7 },
      ])
    )
    .run(async ({ client, assert }, { field, value }) => {
      const me = await UserFactory.merge(ada).create()
      const before = await row('users', { id: me.id })

      const good = { username: 'countess', display_name: 'Countess', bio: 'New' }
      const response = await client
        .patch('/users/me')
        .loginAs(me)
        .json({ ...good, [field]: value })

      response.assertStatus(422)
      assert.equal(response.body().errors[0].pointer, `/${field}`)
      assert.deepEqual(await row('users', { id: me.id }), before)
    })

  test('refuses the {field} of another user, in any case')
    .with([
      { field: 'username', value: 'GRACE', code: 'username_taken' },
      { field: 'email', value: 'GRACE@example.org', code: 'email_taken' },
    ])
    .run(async ({ client, assert }, { field, value, code }) => {
      const me = await UserFactory.merge(ada).create()
      await UserFactory.merge({ username: 'grace', email: 'grace@example.org' }).create()

      const response = await client
        .patch('/users/me')
        .loginAs(me)
        .json({ bio: 'New', [field]: value, current_password: password })

      response.assertStatus(409)
      response.assertBodyContains({ code })
      assert.containSubset(await row('users', { id: me.id }), { username: 'ada', bio: 'Gardener' })
    })

  test('answers 412 to a stale If-Match and changes nothing', async ({ client, assert }) => {
    const me = await UserFactory.merge(ada).create()
    const stale = await tagOf(client.get('/users/me').loginAs(me))
    const patch = (tag: string, bio: string) =>
      client.patch('/users/me').loginAs(me).header('if-match', tag).json({ bio })

    const first = await patch(stale, 'First')
    const second = await patch(stale, 'Second')
    const third = await patch(first.header('etag')!, 'Third')

    first.assertStatus(200)
    second.assertStatus(412)
    second.assertBodyContains({ code: 'precondition_failed' })
    third.assertStatus(200)
    assert.containSubset(await row('users', { id: me.id }), { bio: 'Third' })
  })
})
