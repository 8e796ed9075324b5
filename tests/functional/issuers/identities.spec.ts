import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import User from '#models/user'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { ageSignIns } from '#tests/support/authenticator'
import { eraseOwn } from '#tests/support/accounts'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const person = { sub: 'mine', email: 'me@example.org', email_verified: true }

test.group('Identities of a user', (group) => {
  let issuer: OidcIssuer

  group.setup(async () => {
    issuer = await OidcIssuer.start()
    issuer.person = person
    const undo = issuer.use()
    return async () => {
      undo()
      await issuer.stop()
    }
  })
  group.each.setup(emptyDatabase)

  async function begin(client: ApiClient) {
    const { access_token: token, user } = await bodyOf(new OidcBrowser().signIn(client))
    const [{ id }] = await bodyOf(client.get('/users/me/identities').bearerToken(token))
    const remove = (one = id) => client.delete(`/users/me/identities/${one}`).bearerToken(token)
    return { token, id, user: await User.findOrFail(user.id), remove }
  }

  test('can’t lose the only way in', async ({ assert, client, cleanup }) => {
    const { user, remove } = await begin(client)
    assertProblem(await remove(), 409, 'conflict')
    assert.lengthOf(await db.from('identities'), 1)

    const other = { user_id: user.id, issuer: 'gone', issuer_url: 'https://gone', subject: 'a' }
    await db.table('identities').insert(other)
    // It is no way in any more.
    assertProblem(await remove(), 409, 'conflict')
    await user.merge({ password: 'a password of their own' }).save()
    cleanup(setting('oidc.passwords', false))
    assertProblem(await remove(), 409, 'conflict')
    cleanup(setting('oidc.passwords', true))
    await answers(remove(), 204)
    const events = await db.from('security_events').where('event', 'identity_removed')
    assert.lengthOf(events, 1)
    assertProblem(await new OidcBrowser().signIn(client), 409, 'link_required')
  })

  test('of two removals at once one stays', async ({ assert, client }) => {
    const { id, user, remove } = await begin(client)
    const other = {
      user_id: user.id,
      issuer: 'keycloak',
      issuer_url: 'https://other',
      subject: 'a',
    }
    const [second] = await db.table('identities').insert(other).returning('id')
    const statuses = await Promise.all([statusOf(remove(id)), statusOf(remove(second.id))])
    assert.sameMembers(statuses, [204, 409])
    assert.lengthOf(await db.from('identities'), 1)
  })

  test('need a fresh sign-in to be removed, and are seen by their user alone', async ({
    assert,
    client,
  }) => {
    const { id, user } = await begin(client)
    const [stranger] = await people('admin')
    assertProblem(await client.get('/users/me/identities'), 401, 'unauthenticated')
    assert.deepEqual(await bodyOf(client.get('/users/me/identities').loginAs(stranger)), [])
    const theirs = await client.delete(`/users/me/identities/${id}`).loginAs(stranger)
    assertProblem(theirs, 404, 'not_found')
    const { access_token: token } = await bodyOf(new OidcBrowser().signIn(client))
    await ageSignIns(user)
    const stale = await client.delete(`/users/me/identities/${id}`).bearerToken(token)
    assertProblem(stale, 401, 'insufficient_user_authentication')
    assert.lengthOf(await db.from('identities'), 1)
  })

  test('are in the export, and end with the account', async ({ assert, client }) => {
    const { user } = await begin(client)
    const [admin] = await people('admin')
    const asked = client.post(`/admin/users/${user.id}/exports`).loginAs(admin)
    const exported = await bodyOf(asked.json({ reason: 'They asked for it' }))
    assert.containSubset(exported.identities[0], { issuer: 'keycloak', subject: person.sub })
    await eraseOwn(user)
    assert.lengthOf(await db.from('identities'), 0)
    const { user: again } = await bodyOf(new OidcBrowser().signIn(client))
    assert.notEqual(again.id, user.id)
  })
})

test.group('LOCAL_LOGIN=off', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('oidc.passwords', false))

  test('refuses passwords, right or wrong, and sign-ups with one', async ({ client, assert }) => {
    const login = { username: 'ada', password: 'correct horse battery' }
    assertProblem(await client.post('/login').json(login), 403, 'local_login_off')
    const account = { email: 'new@example.org', password: 'correct horse battery' }
    assertProblem(await client.post('/users').json(account), 403, 'local_login_off')
    const methods = await bodyOf(client.get('/login'))
    assert.deepEqual(methods, { password: false, issuers: [] })
  })
})
