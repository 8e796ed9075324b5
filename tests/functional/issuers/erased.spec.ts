import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { UserFactory } from '#database/factories/user_factory'
import { pruneNames } from '#jobs/prune_names'
import User from '#models/user'
import { answers } from '#tests/support/answers'
import { ageSignIns } from '#tests/support/authenticator'
import { eraseOwn } from '#tests/support/accounts'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { assertProblem } from '#tests/support/problems'
import { act, people } from '#tests/support/staff'

const person = { sub: 'the same', email: 'me@example.org', email_verified: true }

test.group('An erased account of an issuer', (group) => {
  let issuer: OidcIssuer

  group.setup(async () => {
    issuer = await OidcIssuer.start()
    const undo = issuer.use()
    return async () => {
      undo()
      await issuer.stop()
    }
  })
  group.each.setup(async () => {
    await emptyDatabase()
    issuer.person = { ...person }
  })

  async function signUp(client: ApiClient) {
    const { access_token: token, user } = (await answers(signIn(client), 200)).body()
    return { token, user: await User.findOrFail(user.id) }
  }
  const signIn = (client: ApiClient) => new OidcBrowser().signIn(client)

  test('needs a fresh sign-in for that, since it has no password', async ({ assert, client }) => {
    const { token, user } = await signUp(client)
    const erase = (body: object) => client.delete('/users/me').bearerToken(token).json(body)
    assertProblem(await erase({ password: 'a guess' }), 422, 'validation_failed', ['/password'])
    await ageSignIns(user)
    assertProblem(await erase({}), 401, 'insufficient_user_authentication')

    const { access_token: fresh } = (await answers(signIn(client), 200)).body()
    await answers(client.delete('/users/me').bearerToken(fresh).json({}), 204)
    assert.isEmpty(await db.from('identities'))
    await answers(signIn(client), 200)
  })

  test('needs the password, if it has one', async ({ client }) => {
    const user = await UserFactory.create()
    const bare = client.delete('/users/me').loginAs(user).json({})
    assertProblem(await bare, 422, 'validation_failed', ['/password'])
  })

  test('under a sanction makes no new account until its end, by another e-mail neither', async ({
    assert,
    client,
  }) => {
    const { user } = await signUp(client)
    await user.silence(DateTime.now().plus({ hour: 1 }))
    await user.suspend(DateTime.now().plus({ day: 1 }))
    await eraseOwn(user)
    const barred = await db.from('barred_identities')
    assert.lengthOf(barred, 1)
    assert.notMatch(JSON.stringify(barred), /the same|127\.0\.0\.1|example/)

    issuer.person!.email = 'another@example.org'
    const refused = await signIn(client)
    refused.assertStatus(403)
    const until = user.suspendedUntil!.toUTC().toISO()
    assert.containSubset(refused.body(), { code: 'suspended', until })
    assert.isEmpty(await db.from('users').whereNull('erased_at'))
    issuer.person!.sub = 'another'
    await answers(signIn(client), 200)

    issuer.person = { ...person, email: 'third@example.org' }
    await db.from('barred_identities').update({ until: new Date(Date.now() - 1) })
    await answers(signIn(client), 200)
    await pruneNames()
    assert.isEmpty(await db.from('barred_identities'))
  })

  test('by staff, and silenced for good, makes no new account ever', async ({ assert, client }) => {
    const [admin] = await people('admin')
    const { user } = await signUp(client)
    await user.silence(null)
    await answers(act(client, admin, 'user.erase', { on: user }), 201)
    issuer.person!.email = 'another@example.org'
    const refused = await signIn(client)
    refused.assertStatus(403)
    assert.containSubset(refused.body(), { code: 'suspended', until: null })
    await pruneNames()
    assert.lengthOf(await db.from('barred_identities'), 1)
  })

  test('without a sanction bars nothing', async ({ assert, client }) => {
    const { user } = await signUp(client)
    await eraseOwn(user)
    assert.isEmpty(await db.from('barred_identities'))
    await answers(signIn(client), 200)
  })
})
