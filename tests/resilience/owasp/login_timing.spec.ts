import { test } from '@japa/runner'
import { Client } from '#tests/resilience/support/client'
import { deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { times } from '#tests/resilience/support/run_options'
import { freshName, person } from '#tests/resilience/support/people'

const pairs = times(200, 60)

/**
 * How far a coin may be from one half in this many throws: four standard deviations, which chance
 * exceeds once in 16 000 runs. A login without the hash for unknown accounts is at one.
 */
const tolerance = (4 * 0.5) / Math.sqrt(pairs)

test.group('API2: the time of a login', () => {
  test('is the same for an account and for an unknown name', async ({ assert }) => {
    const square = await deployment()
    const client = new Client(square.plaza.port)
    const { name } = await person(square)
    const timed = async (username: string) => {
      const start = performance.now()
      const { status } = await client.post('/login', { username, password: 'wrong, but long' })
      assert.equal(status, 401)
      return performance.now() - start
    }
    for (let time = 0; time < 10; time++) await timed(name)

    let longer = 0
    const differences: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      // In turns, so that a slow machine slows both down.
      const isFirst = pair % 2 === 0
      const nobody = freshName('x')
      const first = await timed(isFirst ? name : nobody)
      const second = await timed(isFirst ? nobody : name)
      const [known, unknown] = isFirst ? [first, second] : [second, first]
      if (known > unknown) longer++
      differences.push(known - unknown)
    }

    const share = longer / pairs
    const [median] = differences.toSorted((a, b) => a - b).slice(pairs >> 1)
    note({
      action: 'logins with a wrong password, in pairs: an account, and an unknown name',
      times: pairs,
      expected: `either takes longer in half of them, give or take ${tolerance.toFixed(2)}`,
      result: `the account in ${share.toFixed(2)} of them, by ${median.toFixed(2)} ms in the median`,
    })
    assert.closeTo(share, 0.5, tolerance)
  })
})
