import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import * as reference from 'argon2'
import { UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'

/** The same words, as two keyboards send them. */
const composed = 'Crème brûlée à Besançon'.normalize('NFC')
const decomposed = composed.normalize('NFD')

const spellings = [
  { chosen: composed, typed: decomposed },
  { chosen: decomposed, typed: composed },
  {
    chosen: '비밀번호는비밀입니다'.normalize('NFD'),
    typed: '비밀번호는비밀입니다'.normalize('NFC'),
  },
]

test.group('A password in another Unicode form', (group) => {
  group.each.setup(emptyDatabase)

  test('signs in: {chosen}')
    .with(spellings)
    .run(async ({ client }, { chosen, typed }) => {
      const account = { email: 'ada@example.org', username: 'ada', password: chosen }
      await answers(client.post('/users').json(account), 201)
      for (const secret of [chosen, typed]) await signIn(client, account, secret)
    })

  test('changes the password, and erases the account: {chosen}')
    .with(spellings)
    .run(async ({ client }, { chosen, typed }) => {
      const me = await UserFactory.merge({ password: chosen }).create()
      const change = { current_password: typed, new_password: decomposed }
      await answers(client.put('/users/me/password').loginAs(me).json(change), 200)
      await answers(client.delete('/users/me').loginAs(me).json({ password: composed }), 204)
    })

  test('is also checked as typed, for older accounts', async ({ client }) => {
    const me = await UserFactory.create()
    const kept = await reference.hash(decomposed, { memoryCost: 64, timeCost: 2, parallelism: 1 })
    await db.from('users').where('id', me.id).update({ password: kept })
    await signIn(client, me, decomposed)
  })

  test('is measured after normalisation', async ({ client, assert }) => {
    const account = { email: 'ada@example.org', username: 'ada' }
    const short = 'éàüõçñî'.normalize('NFD')
    assert.isAbove([...short].length, 8)
    await answers(client.post('/users').json({ ...account, password: short }), 422)
    const long = 'é'.repeat(128).normalize('NFD')
    await answers(client.post('/users').json({ ...account, password: long }), 201)
  })

  test('costs an unknown account as many hashes as a known one', async ({
    client,
    assert,
    cleanup,
  }) => {
    const me = await UserFactory.create()
    const hashed: string[] = []
    const driver = hash.use() as any
    const { make, verify } = driver
    cleanup(() => Object.assign(driver, { make, verify }))
    driver.make = (...args: unknown[]) => (hashed.push('make'), make.apply(driver, args))
    driver.verify = (...args: unknown[]) => (hashed.push('verify'), verify.apply(driver, args))
    await answers(client.post('/login').json({ username: 'nobody', password: decomposed }), 401)
    assert.deepEqual(hashed, ['make', 'make'])
    await answers(client.post('/login').json({ username: me.username, password: decomposed }), 401)
    await answers(client.post('/login').json({ username: 'nobody', password: composed }), 401)
    assert.deepEqual(hashed, ['make', 'make', 'verify', 'make'])
  })
})
