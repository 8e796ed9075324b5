import { Secret } from '@adonisjs/core/helpers'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import DeadEmail from '#models/dead_email'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'

const key = 'the-key-of-bounces-1'

const report = (client: ApiClient, bounces: object[], bearer = key) =>
  client.post('/hooks/bounces').bearerToken(bearer).json({ bounces })

test.group('POST /hooks/bounces', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const undo = setting('mail.bouncesKey', new Secret(key))
    mails = await Mails.begin()
    return async () => {
      undo()
      await mails.end()
    }
  })
  group.each.teardown(emptyDatabase)

  test('ends mails to the addresses of hard bounces, in any case', async ({ client, assert }) => {
    const [hard, soft] = await UserFactory.createMany(2)
    const bounces = [
      { email: hard.email.toUpperCase(), type: 'hard' },
      { email: soft.email, type: 'soft' },
      { email: hard.email, type: 'hard' },
    ]
    await answers(report(client, bounces), 204)
    await answers(report(client, bounces), 204)
    for (const { email } of [hard, soft]) {
      await answers(client.post('/password-resets').json({ email }), 202)
    }
    assert.equal((await mails.onlyOne()).recipient, soft.email)
    assert.isTrue(await DeadEmail.has(hard.email))
  })

  test('is refused without the key, and where there is none', async ({
    client,
    assert,
    cleanup,
  }) => {
    const bounces = [{ email: 'ada@example.org', type: 'hard' }]
    assertProblem(await client.post('/hooks/bounces').json({ bounces }), 401, 'unauthenticated')
    assertProblem(await report(client, bounces, `${key}x`), 401, 'invalid_token')
    cleanup(setting('mail.bouncesKey', undefined))
    assertProblem(await report(client, bounces), 401, 'invalid_token')
    assert.isFalse(await DeadEmail.has('ada@example.org'))
  })

  test('refuses what it does not know', async ({ client }) => {
    assertProblem(await report(client, []), 422, 'validation_failed', ['/bounces'])
    const unknown = [{ email: 'ada@example.org', type: 'complaint' }]
    assertProblem(await report(client, unknown), 422, 'validation_failed', ['/bounces/0/type'])
  })
})
