import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneNames } from '#jobs/prune_names'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

let newcomers = 0

const signUp = (client: ApiClient, username: string) =>
  client.post('/users').json({ email: `new${++newcomers}@example.org`, username, password })

const rename = (client: ApiClient, user: User, username: string) =>
  client.patch('/users/me').loginAs(user).json({ username })

const letPass = (interval: string) =>
  db.rawQuery(`update freed_usernames set freed_at = freed_at - interval '${interval}'`)

test.group('A reserved user name', (group) => {
  group.each.setup(emptyDatabase)

  const names = ['admin', 'ROOT', '_api', 'Sup_Port', 'n_u_l_l', 'undefined', 'Moderator_', 'plaza']

  test('can’t be taken: {$self}')
    .with(names)
    .run(async ({ client, assert }, name) => {
      assertProblem(await signUp(client, name), 422, 'validation_failed', ['/username'])
      const me = await UserFactory.create()
      const refused = await rename(client, me, name)
      assertProblem(refused, 422, 'validation_failed', ['/username'])
      assert.equal(refused.body().errors[0].rule, 'reserved')
      assert.lengthOf(await db.from('users'), 1)
    })

  test('may be the beginning or the end of a name: {$self}')
    .with(['admiral', 'rooted', 'apis', 'me_too', 'nullable'])
    .run(async ({ client }, name) => {
      await answers(signUp(client, name), 201)
    })

  test('stays with its owner, and staff may assign it', async ({ client }) => {
    const me = await UserFactory.merge({ username: 'support' }).create()
    await answers(
      client.patch('/users/me').loginAs(me).json({ username: 'Support', bio: 'x' }),
      200
    )
    const admin = await UserFactory.merge({ role: 'admin' }).create()
    const fields = { email: 'help@example.org', username: 'helpdesk', password }
    await answers(client.post('/admin/users').loginAs(admin).json(fields), 201)
  })
})

test.group('A user name that was given up', (group) => {
  group.each.setup(emptyDatabase)

  test('by {how} is reserved for thirty days')
    .with([
      {
        how: 'a new one',
        giveUp: (client: ApiClient, user: User) => answers(rename(client, user, 'lovelace'), 200),
      },
      {
        how: 'an erasure',
        giveUp: (client: ApiClient, user: User) =>
          answers(client.delete('/users/me').loginAs(user).json({ password }), 204),
      },
    ])
    .run(async ({ client, assert }, { giveUp }) => {
      const [user, other] = await UserFactory.merge([{ username: 'Ada' }, {}]).createMany(2)
      await giveUp(client, user)

      const admin = await UserFactory.merge({ role: 'admin' }).create()
      const byStaff = client
        .post('/admin/users')
        .loginAs(admin)
        .json({ email: 'x@example.org', username: 'ada', password })
      for (const wanted of [signUp(client, 'ada'), rename(client, other, 'ADA'), byStaff]) {
        assertProblem(await wanted, 409, 'username_taken')
      }
      await letPass('29 days 23 hours')
      assertProblem(await signUp(client, 'ada'), 409, 'username_taken')
      assert.equal(await pruneNames(), 0)

      await letPass('2 hours')
      await answers(signUp(client, 'Ada'), 201)
      assert.equal(await pruneNames(), 1)
    })

  test('can be taken back by its former owner, repeatedly', async ({ client, assert }) => {
    const me = await UserFactory.merge({ username: 'ada' }).create()
    for (let time = 0; time < 12; time++) {
      await answers(rename(client, me, 'countess'), 200)
      await answers(rename(client, me, 'Ada'), 200)
    }
    assert.deepEqual(
      (await db.from('freed_usernames')).map(({ username }) => username),
      ['countess']
    )
  })

  test('is not given up by a change of case', async ({ client, assert }) => {
    const me = await UserFactory.merge({ username: 'ada' }).create()
    await answers(rename(client, me, 'ADA'), 200)
    assert.isEmpty(await db.from('freed_usernames'))
  })

  test('is one of ten reserved names of an account at most', async ({ client, assert }) => {
    const me = await UserFactory.create()
    for (let time = 0; time < 10; time++) await answers(rename(client, me, `name_${time}`), 200)

    const refused = await rename(client, me, 'name_10')
    assertProblem(refused, 429, 'rate_limited')
    assert.closeTo(Number(refused.header('retry-after')), 30 * 86_400, 60)
    assert.equal((await row('users', { id: me.id })).username, 'name_9')
    await answers(rename(client, me, 'name_3'), 200)
    await letPass('31 days')
    await answers(rename(client, me, 'name_10'), 200)
  })

  test('can’t be taken by a simultaneous sign-up', async ({ client, assert }) => {
    const me = await UserFactory.merge({ username: 'ada' }).create()
    const [renamed, ...others] = await Promise.all([
      rename(client, me, 'lovelace'),
      ...Array.from({ length: 8 }, () => signUp(client, 'ada')),
    ])
    renamed.assertStatus(200)
    for (const answer of others) assertProblem(answer, 409, 'username_taken')
    assert.lengthOf(await db.from('users'), 1)
  })
})
