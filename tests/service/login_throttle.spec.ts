import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { signIn, type Tokens } from '#tests/support/accounts'
import { statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { limiterStores } from '#tests/support/limiter_stores'
import { setting } from '#tests/support/settings'

interface Attempt {
  as?: string
  with?: string
  from?: string
}

const ada = { username: 'Ada_1815', email: 'ada@example.org' }

const attempt = (client: ApiClient, { as = 'ada_1815', with: secret = 'wrong', from }: Attempt) =>
  client
    .post('/login')
    .header('x-forwarded-for', from ?? '192.0.2.1')
    .json({ username: as, password: secret })

/** The statuses of attempts, one after the other. */
async function attempts(client: ApiClient, count: number, how: Attempt = {}) {
  const statuses = []
  for (let time = 0; time < count; time++) statuses.push(await statusOf(attempt(client, how)))
  return statuses
}

/** The answer of a limit for a second name, after the first name has used up its limit from all addresses. */
async function headersAfter(client: ApiClient, first: string, second: string) {
  for (let time = 0; time < 10; time++) {
    await attempt(client, { as: first, from: `198.51.100.${time}` })
  }
  const heard = await attempt(client, { as: second, from: '198.51.100.1' })
  return [heard.status(), heard.header('ratelimit'), heard.header('ratelimit-policy')]
}

const times = (count: number, status: number) => Array.from({ length: count }, () => status)

for (const store of limiterStores) {
  test.group(`POST /login, throttled with ${store.name}`, (group) => {
    group.tap((one) => one.skip(store.isMissing, 'there is no redis-server'))
    group.each.setup(() => store.use())
    group.each.setup(emptyDatabase)
    group.each.setup(async () => void (await UserFactory.merge(ada).create()))

    test('the sixth failure is 429, and so is the right password after it', async ({
      client,
      assert,
    }) => {
      assert.deepEqual(await attempts(client, 5), times(5, 401))

      for (const secret of ['wrong', password]) {
        const refused = await attempt(client, { with: secret })
        refused.assertStatus(429)
        refused.assertBodyContains({ code: 'rate_limited' })
        assert.closeTo(Number(refused.header('retry-after')), 900, 5)
        assert.equal(refused.header('ratelimit-policy'), '"login";q=5;w=900')
        assert.match(refused.header('ratelimit')!, /^"login";r=0;t=\d+$/)
      }
    })

    test('an unknown account is locked like a known one', async ({ client, assert }) => {
      const as = 'nobody@example.org'
      assert.deepEqual(await attempts(client, 6, { as }), [...times(5, 401), 429])
      assert.deepEqual(await attempts(client, 1, { as: ' NOBODY@Example.org' }), [429])
    })

    test('a success clears the count, and is not counted', async ({ client, assert }) => {
      assert.deepEqual(await attempts(client, 4), times(4, 401))
      assert.deepEqual(await attempts(client, 8, { with: password }), times(8, 200))
      assert.deepEqual(await attempts(client, 6), [...times(5, 401), 429])
    })

    test('other addresses are free until the limit of the name', async ({
      client,
      assert,
      cleanup,
    }) => {
      cleanup(setting('limits.loginAccount', { requests: 8, seconds: 3600 }))
      assert.deepEqual(await attempts(client, 6, { from: '192.0.2.1' }), [...times(5, 401), 429])
      assert.deepEqual(await attempts(client, 1, { from: '192.0.2.2', with: password }), [200])

      assert.deepEqual(await attempts(client, 4, { from: '192.0.2.3' }), [...times(3, 401), 429])
      const owner = await attempt(client, { from: '192.0.2.4', with: password })
      owner.assertStatus(429)
      assert.equal(owner.header('ratelimit-policy'), '"loginAccount";q=8;w=3600')
    })

    test('one address has its own limit, for any accounts', async ({ client, assert, cleanup }) => {
      cleanup(setting('limits.loginIp', { requests: 3, seconds: 900 }))
      const statuses = []
      for (const as of ['a_1', 'b_2', 'c_3', 'd_4']) {
        statuses.push(...(await attempts(client, 1, { as })))
      }
      assert.deepEqual(statuses, [401, 401, 401, 429])
      assert.deepEqual(await attempts(client, 1, { with: password }), [429])
      assert.deepEqual(await attempts(client, 1, { with: password, from: '192.0.2.9' }), [200])
    })

    test('of twenty simultaneous wrong passwords exactly five are checked', async ({
      client,
      assert,
    }) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => attempt(client, {})))
      const statuses = answers.map((answer) => answer.status()).sort()
      assert.deepEqual(statuses, [...times(5, 401), ...times(15, 429)])
    })

    test('ten simultaneous right passwords all succeed', async ({ client, assert }) => {
      await attempts(client, 4)
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => attempt(client, { with: password }))
      )
      assert.deepEqual(
        answers.map((answer) => answer.status()),
        times(10, 200)
      )
    })

    test('nothing links a user name to an e-mail, because each counts by itself', async ({
      client,
      assert,
      cleanup,
    }) => {
      cleanup(setting('limits.loginAccount', { requests: 8, seconds: 3600 }))
      const linked = await headersAfter(client, ada.username, ada.email)
      const strangers = await headersAfter(client, 'nobody_1', 'nobody_2@example.org')
      assert.deepEqual(linked, strangers)
    })

    test('a signed-in user can continue while the account is locked', async ({
      client,
      assert,
      cleanup,
    }) => {
      cleanup(setting('limits.loginAccount', { requests: 8, seconds: 3600 }))
      const tokens = await signIn(client, ada)
      const address = (time: number) => `2001:db8:0:${time.toString(16)}::1`
      for (let time = 0; time < 9; time++) await attempts(client, 1, { from: address(time) })
      assert.deepEqual(await attempts(client, 1, { from: '192.0.2.77', with: password }), [429])
      await attempts(client, 6, { from: '127.0.0.1' })

      const shown = await client.get('/users/me').bearerToken(tokens.access_token)
      shown.assertStatus(200)
      const { refresh_token: token } = tokens
      const refreshed = await client.post('/token/refresh').json({ refresh_token: token })
      refreshed.assertStatus(200)

      const fresh = 'another evening on the plaza'
      const changed = await client
        .put('/users/me/password')
        .bearerToken(tokens.access_token)
        .json({ current_password: password, new_password: fresh })
      changed.assertStatus(200)
      const erased = await client
        .delete('/users/me')
        .bearerToken(changed.body().access_token)
        .json({ password: fresh })
      erased.assertStatus(204)
    })

    test('a session that guesses passwords locks only itself', async ({ client, assert }) => {
      const [thief, owner] = [await signIn(client, ada), await signIn(client, ada)]
      const change = ({ access_token: token }: Tokens, secret: string) =>
        statusOf(
          client
            .put('/users/me/password')
            .bearerToken(token)
            .json({ current_password: secret, new_password: 'another evening on the plaza' })
        )
      const guesses = []
      for (let time = 0; time < 6; time++) guesses.push(await change(thief, `guess ${time}`))
      assert.deepEqual(guesses, [...times(5, 422), 429])
      assert.equal(await change(owner, password), 200)
    })

    test('every counter expires', async ({ client, assert }) => {
      await attempts(client, 7)
      await attempts(client, 1, { as: 'nobody' })
      await attempts(client, 1, { from: '192.0.2.2', with: password })

      const lifetimes = await store.lifetimes()
      assert.isNotEmpty(lifetimes)
      for (const life of lifetimes) {
        assert.isNotNull(life)
        assert.isTrue(life! > 0 && life! <= 3_600_000, `${life} ms`)
      }
    })
  })
}
