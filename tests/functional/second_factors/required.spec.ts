import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { Authenticator } from '#tests/support/authenticator'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { bot, personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const someReads = ['/posts', '/users/me/votes', '/users/me/trash', '/users/me/sanctions']
const openReads = ['/users/me', '/users/me/second-factors', '/sessions', '/tokens']

async function refusals(client: ApiClient, bearer: string) {
  // The second answer may come from the memory of the worker.
  for (const path of [...someReads, ...someReads]) {
    const read = await client.get(path).bearerToken(bearer)
    assertProblem(read, 403, 'second_factor_needed')
  }
  const post = { title: 'One', content: 'One' }
  const written = await client.post('/posts').bearerToken(bearer).json(post)
  assertProblem(written, 403, 'second_factor_needed')
}

test.group('REQUIRE_2FA', (group) => {
  group.each.setup(emptyDatabase)

  test('staff: who has a permission of staff can only set a second factor up', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('second_factors.required', 'staff'))
    const moderator = await UserFactory.apply('moderator').create()
    const { access_token: bearer } = await signIn(client, moderator)
    await refusals(client, bearer)
    assertProblem(
      await client.get('/admin/reports').bearerToken(bearer),
      403,
      'second_factor_needed'
    )
    for (const path of openReads) await answers(client.get(path).bearerToken(bearer), 200)
    const factors = await bodyOf(client.get('/users/me/second-factors').bearerToken(bearer))
    assert.isTrue(factors.required)

    const app = await Authenticator.setUp(client, moderator)
    for (const path of someReads) await answers(client.get(path).bearerToken(bearer), 200)
    const { access_token: second } = await app.signIn(client)
    await answers(client.get('/admin/reports').bearerToken(second), 200)
    await answers(client.delete('/users/me/totp').bearerToken(second), 204)
    await refusals(client, second)
  })

  test('staff: one is set up before the terms are accepted, and these after it', async ({
    client,
    cleanup,
  }) => {
    cleanup(setting('second_factors.required', 'staff'))
    cleanup(setting('accounts.termsVersion', '2026-12-01'))
    const moderator = await UserFactory.apply('moderator').create()
    const accept = () => client.put('/users/me/terms').loginAs(moderator)
    const terms = { version: '2026-12-01' }
    assertProblem(await accept().json(terms), 403, 'second_factor_needed')
    await Authenticator.setUp(client, moderator)
    await answers(accept().json(terms), 204)
    await answers(client.post('/users/me/recovery-codes').loginAs(moderator), 200)
  })

  test('staff: members and bots need none, and a personal token of staff does', async ({
    client,
    cleanup,
  }) => {
    const [admin, member] = await people('admin', 'member')
    const { token: personal } = await personalToken(client, admin)
    const { token: ofBot } = await bot(client, admin, 'moderator')
    cleanup(setting('second_factors.required', 'staff'))
    await answers(client.get('/users/me/votes').loginAs(member), 200)
    await answers(client.get('/users/me/votes').bearerToken(ofBot), 200)
    for (const path of [...someReads, ...someReads]) {
      const read = await client.get(path).bearerToken(personal)
      assertProblem(read, 403, 'second_factor_needed')
    }
    await Authenticator.setUp(client, admin)
    for (const path of someReads) await answers(client.get(path).bearerToken(personal), 200)
  })

  test('all: everybody needs one, and strangers read as before', async ({ client, cleanup }) => {
    cleanup(setting('second_factors.required', 'all'))
    const member = await UserFactory.create()
    const { access_token: bearer, refresh_token: refresh } = await signIn(client, member)
    await refusals(client, bearer)
    await answers(client.get('/posts'), 200)
    const renewed = await bodyOf(client.post('/token/refresh').json({ refresh_token: refresh }))
    await refusals(client, renewed.access_token)
    await answers(client.post('/logout').bearerToken(bearer), 204)
  })
})
