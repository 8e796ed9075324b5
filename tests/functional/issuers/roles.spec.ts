import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import User from '#models/user'
import { answers, bodyOf } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { OidcBrowser } from '#tests/support/oidc_browser'
import { OidcIssuer } from '#tests/support/oidc_issuer'
import { act, people } from '#tests/support/staff'

const roles = [
  { group: 'admins', role: 'admin' },
  { group: '/editors', role: 'editor' },
  { group: 'ghosts', role: 'no_such_role' },
]

test.group('Groups at an issuer', (group) => {
  let issuer: OidcIssuer

  group.setup(async () => {
    issuer = await OidcIssuer.start()
    const undo = issuer.use(roles)
    return async () => {
      undo()
      await issuer.stop()
    }
  })
  group.each.setup(emptyDatabase)

  /** Signs in as a member of groups. @returns the user */
  async function signIn(client: ApiClient, groups?: string[] | string) {
    const person = { sub: 'g', email: 'g@example.org', email_verified: true }
    issuer.person = { ...person, groups: groups as string[] }
    const { user, access_token: token } = await bodyOf(new OidcBrowser().signIn(client))
    return { id: user.id as number, role: user.role as string, token: token as string }
  }

  test('give a role at each sign-in, and take it back', async ({ assert, client }) => {
    await people('admin')
    const expected: [string[] | string | undefined, string][] = [
      [['others'], 'member'],
      [['others', '/editors'], 'editor'],
      [['/editors', 'admins'], 'admin'],
      [['/editors'], 'editor'],
      [[], 'member'],
      [['/editors'], 'editor'],
      // An issuer that does not tell groups any more.
      [undefined, 'member'],
      // Neither a text nor a role that does not exist gives anything.
      ['admins', 'member'],
      [['ghosts'], 'member'],
    ]
    for (const [groups, role] of expected) {
      assert.equal((await signIn(client, groups)).role, role, JSON.stringify(groups))
    }
  })

  test('leave an entry in the audit log for each change', async ({ assert, client }) => {
    const { id } = await signIn(client, ['/editors'])
    await signIn(client, ['/editors'])
    const entries = await db.from('audit_entries').where('action', 'user.set_role')
    assert.lengthOf(entries, 1)
    assert.containSubset(entries[0], {
      origin: 'oidc',
      actor_id: null,
      target_id: id,
      subject_id: id,
      reason: 'Groups at Keycloak',
      before: { role: 'member' },
      after: { role: 'editor' },
    })
    const [admin] = await people('admin')
    const shown = await bodyOf(client.get('/admin/audit').loginAs(admin))
    assert.containSubset(shown[0], { actor: null, origin: 'oidc' })
  })

  test('leave a role alone that they don’t give', async ({ assert, client }) => {
    const [admin] = await people('admin')
    const { id } = await signIn(client, [])
    await answers(act(client, admin, 'user.set_role', { on: { id }, role: 'moderator' }), 201)
    assert.equal((await signIn(client, ['others'])).role, 'moderator')
    assert.equal((await signIn(client, ['/editors'])).role, 'editor')
  })

  test('never take the last admin', async ({ assert, client }) => {
    assert.equal((await signIn(client, ['admins'])).role, 'admin')
    assert.equal((await signIn(client, ['/editors'])).role, 'admin')
    await people('admin')
    assert.equal((await signIn(client, ['/editors'])).role, 'editor')
  })

  test('end the personal tokens of a user who loses permissions', async ({ assert, client }) => {
    await people('admin')
    const { id, token } = await signIn(client, ['admins'])
    const fields = { name: 'Nightly', scopes: ['read'] }
    const made = await bodyOf(client.post('/tokens').bearerToken(token).json(fields))
    await answers(client.get('/users/me').bearerToken(made.token), 200)
    await signIn(client, [])
    await answers(client.get('/users/me').bearerToken(made.token), 401)
    const [entry] = await db.from('audit_entries').where('subject_id', id).orderBy('id', 'desc')
    assert.deepEqual(entry.after, { role: 'member', tokens_revoked: 1 })
  })

  test('give none without a setting, and the role that staff gave stays', async ({
    assert,
    client,
    cleanup,
  }) => {
    cleanup(issuer.use([]))
    const { id, role } = await signIn(client, ['admins'])
    assert.equal(role, 'member')
    const user = await User.findOrFail(id)
    await user.merge({ role: 'editor' }).save()
    assert.equal((await signIn(client, ['admins'])).role, 'editor')
  })
})
