import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneNames } from '#jobs/prune_names'
import type User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'

const email = 'Ada@example.org'

const hence = (time: object) => DateTime.now().plus(time)

const signUp = (client: ApiClient, sent = email) =>
  client.post('/users').json({ email: sent, username: 'newcomer', password })

const erase = (client: ApiClient, user: User) =>
  answers(client.delete('/users/me').loginAs(user).json({ password }), 204)

/** Moves the time of all bars into the past. */
const letPass = (interval: string) =>
  db.rawQuery(`update barred_emails set until = until - interval '${interval}'`)

test.group('An account erased under a sanction', (group) => {
  group.each.setup(emptyDatabase)

  test('that is {sanction} bars its e-mail from signing up until the sanction ends')
    .with([
      {
        sanction: 'silenced for a day',
        apply: (user: User) => user.silence(hence({ day: 1 })),
        passes: '2 days',
      },
      {
        sanction: 'silenced for an hour and suspended for a week',
        apply: async (user: User) => {
          await user.silence(hence({ hour: 1 }))
          await user.suspend(hence({ week: 1 }))
        },
        passes: '8 days',
      },
      {
        sanction: 'silenced for good',
        apply: (user: User) => user.silence(null),
        passes: null,
      },
      {
        sanction: 'silenced for an hour and suspended for good',
        apply: async (user: User) => {
          await user.silence(hence({ hour: 1 }))
          await user.suspend(null)
        },
        passes: null,
      },
    ])
    .run(async ({ client, assert }, { apply, passes }) => {
      const user = await UserFactory.merge({ email }).create()
      await apply(user)
      await erase(client, user)

      for (const spelling of [email, 'ADA@EXAMPLE.ORG', ' ada@example.org ']) {
        assertProblem(await signUp(client, spelling), 409, 'email_taken')
      }
      await answers(signUp(client, 'grace@example.org'), 201)
      await db.from('users').delete()
      await db.from('freed_usernames').delete()
      await letPass('6 days')
      if (passes !== '2 days') assertProblem(await signUp(client), 409, 'email_taken')
      await letPass('2 days')

      assert.equal(await pruneNames(), passes ? 1 : 0)
      if (passes) await answers(signUp(client), 201)
      else assertProblem(await signUp(client), 409, 'email_taken')
    })

  test('is refused like a taken e-mail', async ({ client, assert }) => {
    const user = await UserFactory.merge({ email }).create()
    const refusal = async () => {
      const { instance, ...body } = await bodyOf(signUp(client))
      assert.isString(instance)
      return body
    }
    const taken = await refusal()
    await user.silence(null)
    await erase(client, user)
    assert.deepEqual(await refusal(), taken)
  })

  test('stores no plain e-mail', async ({ client, assert }) => {
    const user = await UserFactory.merge({ email }).create()
    await user.silence(null)
    await erase(client, user)
    const barred = await db.from('barred_emails')
    assert.lengthOf(barred, 1)
    assert.notMatch(JSON.stringify(barred), /@|example/i)
  })

  test('by staff bars the e-mail too, and another account can’t change to it', async ({
    client,
  }) => {
    const admin = await UserFactory.merge({ role: 'admin' }).create()
    const [user, other] = await UserFactory.merge([{ email }, {}]).createMany(2)
    await user.suspend(hence({ day: 1 }))
    const action = { action: 'user.erase', target_id: user.id, reason: 'They asked for it' }
    await answers(client.post('/admin/actions').loginAs(admin).json(action), 201)

    assertProblem(await signUp(client), 409, 'email_taken')
    const change = client
      .patch('/users/me')
      .loginAs(other)
      .json({ email, current_password: password })
    assertProblem(await change, 409, 'email_taken')
    const made = client.post('/admin/users').loginAs(admin).json({ email, password })
    await answers(made, 201)
  })

  test('without a current sanction bars nothing: {name}')
    .with([
      { name: 'none', apply: async () => {} },
      { name: 'over', apply: (user: User) => user.silence(hence({ minutes: -1 })) },
      {
        name: 'taken back',
        apply: async (user: User) => {
          await user.silence(null)
          await user.unsilence()
        },
      },
    ])
    .run(async ({ client, assert }, { apply }) => {
      const user = await UserFactory.merge({ email }).create()
      await apply(user)
      await erase(client, user)
      assert.isEmpty(await db.from('barred_emails'))
      await answers(signUp(client), 201)
    })
})
