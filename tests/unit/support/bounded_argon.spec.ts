import { stat } from 'node:fs/promises'
import { test } from '@japa/runner'
import { BoundedArgon } from '#support/bounded_argon'

const cost = { variant: 'id', memory: 19_456, iterations: 2, parallelism: 1 } as const

test.group('Passwords hashed by a few at a time', () => {
  test('are right', async ({ assert }) => {
    const argon = new BoundedArgon(cost)
    const hash = await argon.make('secret')

    assert.isTrue(await argon.verify(hash, 'secret'))
    assert.isFalse(await argon.verify(hash, 'another'))
  })

  test('leave a thread of the pool for others', async ({ assert }) => {
    const argon = new BoundedArgon(cost)
    let done = 0
    const hashes = Array.from({ length: 12 }, () => argon.make('secret').then(() => done++))
    await stat('.')

    // Behind all of them it would have waited for eight.
    assert.isBelow(done, 6)
    await Promise.all(hashes)
  })
})
