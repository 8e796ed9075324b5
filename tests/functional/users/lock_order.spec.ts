import db from '@adonisjs/lucid/services/db'
import type { ApiClient } from '@japa/api-client'
import { test } from '@japa/runner'
import Session from '#models/session'
import User from '#models/user'
import { UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { statusOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { personalToken } from '#tests/support/personal_tokens'
import { untilBlocked } from '#tests/support/waiting'

interface Way {
  what: string
  /** Does what comes before. @returns the last request, and the table of what a change of the account deletes */
  begin: (client: ApiClient, user: User) => Promise<[() => PromiseLike<number>, string]>
}

const ways: Way[] = [
  {
    what: 'the end of a personal token',
    async begin(client, user) {
      const { id } = await personalToken(client, user)
      const { access_token: token } = await signIn(client, user)
      return [() => statusOf(client.delete(`/tokens/${id}`).bearerToken(token)), 'personal_tokens']
    },
  },
  {
    what: 'a refresh token that was used before',
    async begin(client, user) {
      const { refresh_token: token } = await signIn(client, user)
      const refresh = () => statusOf(client.post('/token/refresh').json({ refresh_token: token }))
      await refresh()
      await Session.query().update({ rotations: [] })
      return [refresh, 'sessions']
    },
  },
]

/** What a change of an account does: it locks the user, and then deletes something of the user’s. */
async function change(user: User, during: () => PromiseLike<number>, table: string) {
  const answer = await db.transaction(async (client) => {
    await User.query({ client }).where('id', user.id).forNoKeyUpdate()
    const status = Promise.resolve(during())
    await Promise.race([status, untilBlocked()])
    await client.from(table).where('user_id', user.id).delete()
    return { status }
  })
  return answer.status
}

test.group('A change of an account', (group) => {
  group.each.setup(emptyDatabase)

  test('and {what} do not wait for each other')
    .with(ways)
    .run(async ({ client, assert }, { begin }) => {
      const user = await UserFactory.create()
      const [ask, table] = await begin(client, user)
      assert.isBelow(await change(user, ask, table), 500)
    })

  test('and a sign-in at an issuer do not wait for each other', async ({
    client,
    assert,
    cleanup,
  }) => {
    const issuer = await OidcIssuer.start()
    const undo = issuer.use()
    cleanup(async () => {
      undo()
      await issuer.stop()
    })
    issuer.person = { sub: 'mine', email: 'me@example.org', email_verified: true }
    const { user } = (await new OidcBrowser().signIn(client)).body()
    const browser = new OidcBrowser()
    const code = await browser.code()
    const finish = () => statusOf(browser.finish(client, code))
    const status = await change(await User.findOrFail(user.id), finish, 'identities')
    // The account has no link any more, and the e-mail is known.
    assert.equal(status, 409)
  })
})
