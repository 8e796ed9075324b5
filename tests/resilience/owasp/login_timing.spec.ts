import { test } from '@japa/runner'
import { compareTimes, toldOf, toleranceOf } from '#tests/resilience/owasp/pairs'
import { Client } from '#tests/resilience/support/client'
import { deployment } from '#tests/resilience/support/deployment'
import { note } from '#tests/resilience/support/findings'
import { freshName, person } from '#tests/resilience/support/people'

test.group('API2: the time of a login', () => {
  test('is the same for an account and for an unknown name', async ({ assert }) => {
    const square = await deployment()
    const client = new Client(square.plaza.port)
    const { name } = await person(square)
    const ask = async (username: string) => {
      const { status } = await client.post('/login', { username, password: 'wrong, but long' })
      assert.equal(status, 401)
    }
    // A login without the hash for unknown accounts is at one.
    const compared = await compareTimes({
      known: () => ask(name),
      unknown: () => ask(freshName('x')),
    })
    note({
      action: 'logins with a wrong password, in pairs: an account, and an unknown name',
      ...toldOf(compared, 'the account'),
    })
    assert.closeTo(compared.share, 0.5, toleranceOf(compared.pairs))
  })
})
