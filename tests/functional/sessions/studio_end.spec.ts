import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import BeginReadOnly from '#actions/system/begin_read_only'
import { UserFactory } from '#database/factories/user_factory'
import { sessionOf } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { cookieIn, enterStudio, setCookieOf, studioSession } from '#tests/support/studio'

test.group('DELETE /studio/session', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('ends the session of the cookie and its access token, and clears the cookie', async ({
    client,
    assert,
  }) => {
    const me = await UserFactory.create()
    const other = await enterStudio(client, me)
    const { tokens, cookie } = await enterStudio(client, me)
    const show = () => client.get('/users/me').bearerToken(tokens.access_token)
    await answers(show(), 200)

    const response = await answers(studioSession(client, 'DELETE', cookie), 204)

    response.assertHeader('cache-control', 'no-store')
    assert.equal(cookieIn(response), 'plaza_studio=')
    assert.include(setCookieOf(response).attributes, 'Path=/studio/session')
    await answers(show(), 401)
    assert.deepEqual(await db.from('sessions').select('id'), [{ id: sessionOf(other.tokens) }])
    assertProblem(await studioSession(client, 'PUT', cookie), 401, 'invalid_token')
    await answers(studioSession(client, 'DELETE', cookie), 204)
  })

  test('answers 204 without a session, and ends none by a forged cookie', async ({
    client,
    assert,
  }) => {
    const { tokens } = await enterStudio(client, await UserFactory.create())
    const forged = `plaza_studio=${sessionOf(tokens)}.1.${'A'.repeat(43)}`
    for (const cookie of [undefined, 'plaza_studio=', 'plaza_studio=x', forged]) {
      await answers(studioSession(client, 'DELETE', cookie), 204)
    }
    assert.lengthOf(await db.from('sessions'), 1)
  })

  test('works in read-only mode, in which no one can sign in or refresh', async ({
    client,
    assert,
  }) => {
    const { cookie } = await enterStudio(client, await UserFactory.create())
    await new BeginReadOnly().handle({ reason: 'Moving house', retryAfter: 30, setBy: 'ada@pi' })
    assertProblem(await studioSession(client, 'PUT', cookie), 503, 'read_only')
    assertProblem(await studioSession(client, 'POST').json({}), 503, 'read_only')
    await answers(studioSession(client, 'DELETE', cookie), 204)
    assert.isEmpty(await db.from('sessions'))
  })
})
