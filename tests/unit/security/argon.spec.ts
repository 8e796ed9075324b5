import { stat } from 'node:fs/promises'
import { test } from '@japa/runner'
import * as reference from 'argon2'
import { Argon } from '#security/argon'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

test.group('Passwords hashed with argon2id', () => {
  test('verify', async ({ assert }) => {
    const argon = new Argon(cost)
    const hash = await argon.make('secret')

    assert.isTrue(await argon.verify(hash, 'secret'))
    assert.isFalse(await argon.verify(hash, 'another'))
  })

  test('are compatible with the reference in C, in both directions', async ({ assert }) => {
    const argon = new Argon(cost)
    const theirs = await reference.hash('secret', { type: reference.argon2id, ...cost })

    assert.isTrue(await argon.verify(theirs, 'secret'))
    assert.isTrue(await reference.verify(await argon.make('secret'), 'secret'))
  })

  test('are wrong without a stored hash', async ({ assert }) => {
    const argon = new Argon(cost)

    assert.isFalse(argon.isValidHash('secret'))
    assert.isFalse(await argon.verify('secret', 'secret'))
  })

  test('need a new hash after a change of the cost', async ({ assert }) => {
    const costly = new Argon(cost)
    const cheap = new Argon({ ...cost, memoryCost: 64 })

    assert.isFalse(cheap.needsReHash(await cheap.make('secret')))
    assert.isTrue(costly.needsReHash(await cheap.make('secret')))
  })

  test('leave a thread of the pool free', async ({ assert }) => {
    const argon = new Argon(cost)
    let done = 0
    const hashes = Array.from({ length: 12 }, () => argon.make('secret').then(() => done++))
    await stat('.')

    // In a queue behind all of them it would have waited for eight.
    assert.isBelow(done, 6)
    await Promise.all(hashes)
  })
})
