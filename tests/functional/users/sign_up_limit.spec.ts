import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { setting } from '#tests/support/settings'

let accounts = 0

const newcomer = () => ({
  email: `newcomer${++accounts}@example.org`,
  password: 'a plaza in the evening',
})

test.group('POST /users, above LIMIT_SIGNUP', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('limits.signup', { requests: 2, seconds: 3600 }))

  test('answers 429 with Retry-After', async ({ client, assert }) => {
    const signUp = () => client.post('/users').json(newcomer())
    const first = await signUp()
    await signUp()
    const third = await signUp()

    first.assertStatus(201)
    first.assertHeader('ratelimit-policy', '"signup";q=2;w=3600')
    first.assertHeader('ratelimit', '"signup";r=1;t=3600')
    third.assertStatus(429)
    third.assertBodyContains({ code: 'rate_limited' })
    assert.match(third.header('ratelimit')!, /^"signup";r=0;t=\d+$/)
    assert.closeTo(Number(third.header('retry-after')), 3600, 5)
    assert.lengthOf(await db.from('users'), 2)
  })

  test('counts {second} after {first} as {verdict}')
    .with([
      { first: '192.0.2.1', second: '192.0.2.1', verdict: 'one address' },
      { first: '192.0.2.1', second: '::ffff:192.0.2.1', verdict: 'one address' },
      { first: '2001:db8::1', second: '2001:db8::ffff:1', verdict: 'one address' },
      { first: '2001:db8:0:0:1::1', second: '2001:db8::2', verdict: 'one address' },
      { first: '192.0.2.1', second: '192.0.2.2', verdict: 'two' },
      { first: '2001:db8:0:1::1', second: '2001:db8:0:2::1', verdict: 'two' },
    ])
    .run(async ({ client }, { first, second, verdict }) => {
      const signUp = (address: string) =>
        client.post('/users').header('x-forwarded-for', address).json(newcomer())
      await signUp(first)
      await signUp(first)

      const third = await signUp(second)
      third.assertStatus(verdict === 'two' ? 201 : 429)
    })

  test('does not count invalid requests', async ({ client }) => {
    for (let time = 0; time < 3; time++) {
      const refused = await client.post('/users').json({ email: 'no' })
      refused.assertStatus(422)
    }

    const response = await client.post('/users').json(newcomer())
    response.assertStatus(201)
  })

  test('counts sign-ups with a taken e-mail, because they reveal accounts', async ({ client }) => {
    const { email } = await UserFactory.create()
    const probe = () => client.post('/users').json({ ...newcomer(), email })

    await answers(probe(), 409)
    await answers(probe(), 409)
    await answers(probe(), 429)
  })

  test('counts a repetition with the same Idempotency-Key once', async ({ client, assert }) => {
    const body = newcomer()
    const signUp = () => client.post('/users').header('idempotency-key', 'once').json(body)
    const repeated = [await signUp(), await signUp(), await signUp(), await signUp()]

    assert.deepEqual(
      repeated.map((answer) => answer.status()),
      [201, 201, 201, 201]
    )
    assert.lengthOf(await db.from('users'), 1)
  })
})
