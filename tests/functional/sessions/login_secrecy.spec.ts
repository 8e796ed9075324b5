import hash from '@adonisjs/core/services/hash'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { UserFactory } from '#database/factories/user_factory'
import { emptyDatabase } from '#tests/support/database'
import { setting } from '#tests/support/settings'

const ada = { username: 'Ada_1815', email: 'Ada.Lovelace@example.org' }

test.group('POST /login, for a stranger', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('limits.login', { requests: 1000, seconds: 60 }))
  group.each.setup(() => setting('limits.loginIp', { requests: 1000, seconds: 60 }))

  test('a wrong password and an unknown account get the same answer', async ({
    client,
    assert,
  }) => {
    await UserFactory.merge(ada).create()
    const answerTo = async (username: string) => {
      await limiter.clear()
      const response = await client.post('/login').json({ username, password: 'wrong' })
      const { date, 'x-request-id': id, ...headers } = response.headers()
      assert.isString(date)
      const { instance, ...body } = response.body()
      assert.equal(instance, id)
      return { status: response.status(), headers, body }
    }

    const wrong = await answerTo('ada_1815')
    assert.equal(wrong.status, 401)
    assert.equal(wrong.headers['www-authenticate'], 'Bearer realm="plaza"')
    assert.equal(wrong.body.code, 'invalid_credentials')
    assert.deepEqual(await answerTo('ada_1816'), wrong)
    assert.deepEqual(await answerTo('nobody@example.org'), wrong)
    assert.deepEqual(await answerTo('ada.lovelace@example.org'), wrong)
  })

  test('both take the same time', async ({ client, assert, cleanup }) => {
    cleanup(useCostlyHash())
    await UserFactory.merge(ada).create()
    const timed = async (username: string) => {
      const start = performance.now()
      await client.post('/login').json({ username, password: 'wrong but long enough' })
      return performance.now() - start
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]

    const [known, unknown]: number[][] = [[], []]
    for (let time = 0; time < 25; time++) {
      known.push(await timed('ada_1815'))
      unknown.push(await timed('nobody'))
    }

    const ratio = median(known) / median(unknown)
    assert.isTrue(ratio > 0.6 && ratio < 1.6, `known to unknown: ${ratio.toFixed(2)}`)
  })
})

/** Hashes as in production. @returns a function that restores the test hash */
function useCostlyHash() {
  const { default: before } = hash.config
  hash.config.default = 'argon'
  return () => {
    hash.config.default = before
  }
}
