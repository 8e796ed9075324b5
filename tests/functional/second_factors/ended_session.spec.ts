import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient, ApiRequest } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import { signIn } from '#tests/support/accounts'
import { bodyOf } from '#tests/support/answers'
import { Authenticator, totpOf } from '#tests/support/authenticator'
import { emptyDatabase } from '#tests/support/database'
import { assertProblem } from '#tests/support/problems'
import { SoftwarePasskey } from '#tests/support/software_passkey'
import { untilBlocked } from '#tests/support/waiting'

interface Way {
  what: string
  hasApp?: boolean
  /** Does what comes before. @returns the last request */
  begin: (client: ApiClient, token: string) => Promise<() => ApiRequest>
}

const ways: Way[] = [
  {
    what: 'a secret of an app',
    begin: async (client, token) => () => client.post('/users/me/totp').bearerToken(token),
  },
  {
    what: 'the first code of an app',
    async begin(client, token) {
      const { secret } = await bodyOf(client.post('/users/me/totp').bearerToken(token))
      return () =>
        client
          .put('/users/me/totp')
          .bearerToken(token)
          .json({ code: totpOf(secret) })
    },
  },
  {
    what: 'a passkey',
    async begin(client, token) {
      const options = await bodyOf(client.post('/passkeys/options').bearerToken(token))
      const passkey = new SoftwarePasskey().create(options)
      return () => client.post('/passkeys').bearerToken(token).json({ passkey, name: 'Late' })
    },
  },
  {
    what: 'recovery codes',
    hasApp: true,
    begin: async (client, token) => () =>
      client.post('/users/me/recovery-codes').bearerToken(token),
  },
  {
    what: 'the removal of an app',
    hasApp: true,
    begin: async (client, token) => () => client.delete('/users/me/totp').bearerToken(token),
  },
  {
    what: 'the end of a personal token',
    async begin(client, token) {
      const fields = { name: 'A script', scopes: ['read'] }
      const { id } = await bodyOf(client.post('/tokens').bearerToken(token).json(fields))
      return () => client.delete(`/tokens/${id}`).bearerToken(token)
    },
  },
  {
    what: 'the removal of a link to an issuer',
    async begin(client, token) {
      const { id: userId } = await bodyOf(client.get('/users/me').bearerToken(token))
      const row = { user_id: userId, issuer: 'a', issuer_url: 'https://a.test', subject: 'b' }
      const [{ id }] = await db.table('identities').insert(row).returning('id')
      return () => client.delete(`/users/me/identities/${id}`).bearerToken(token)
    },
  },
]

const factors = () =>
  Promise.all(
    ['totp_secrets', 'passkeys', 'recovery_codes', 'identities', 'personal_tokens'].map((table) =>
      db.from(table).select('*')
    )
  )

test.group('A session that ends while it changes how its user signs in', (group) => {
  group.each.setup(emptyDatabase)

  test('gets 401, and changes none: {what}')
    .with(ways)
    .run(async ({ client, assert }, { hasApp, begin }) => {
      const user = await UserFactory.create()
      const { access_token: token } = hasApp
        ? await (await Authenticator.setUp(client, user)).signIn(client)
        : await signIn(client, user)
      const ask = await begin(client, token)
      const before = await factors()

      // What a new password does, beside the request.
      const ending = await db.transaction()
      await ending.from('users').where('id', user.id).forUpdate()
      await ending.from('sessions').where('user_id', user.id).delete()
      const [response] = await Promise.all([ask(), untilBlocked().then(() => ending.commit())])
      assertProblem(response, 401, 'invalid_token')
      assert.deepEqual(await factors(), before)
    })
})
