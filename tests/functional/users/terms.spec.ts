import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { answers, bodyOf } from '#tests/support/answers'
import { plaza } from '#tests/support/captured_terminal'
import { emptyDatabase, row } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { bot, personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const version = '2026-12-01'

const signUp = (client: ApiClient, more: object = {}) =>
  client.post('/users').json({ email: 'ada@example.org', password, username: 'ada', ...more })

const write = (client: ApiClient, token: string) =>
  client.post('/posts').bearerToken(token).json({ title: 'Hear me', content: 'I am here.' })

const accept = (client: ApiClient, user: User, given: string = version) =>
  client.put('/users/me/terms').loginAs(user).json({ version: given })

test.group('A sign-up with TERMS_VERSION', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('accounts.termsVersion', version))

  test('accepts the present version, which is kept with its time', async ({ client, assert }) => {
    const { id } = await bodyOf(answers(signUp(client, { accepted_terms: version }), 201))
    const { accepted_terms: accepted, accepted_terms_at: at } = await row('users', { id })
    assert.equal(accepted, version)
    assert.approximately(at.getTime(), Date.now(), 60_000)
    await answers(write(client, await tokenOf({ id })), 201)
  })

  for (const [what, given] of [
    ['none', undefined],
    ['an older version', '2025-01-01'],
    ['another kind of value', true],
  ] as const) {
    test(`refuses ${what}`, async ({ client, assert }) => {
      const refused = await signUp(client, { accepted_terms: given })
      assertProblem(refused, 422, 'validation_failed', ['/accepted_terms'])
      assert.isEmpty(await db.from('users'))
    })
  }

  test('keeps it until the e-mail is confirmed', async ({ client, assert, cleanup }) => {
    cleanup(setting('accounts.verifyEmail', 'required'))
    const mails = await Mails.begin()
    cleanup(() => mails.end())
    await answers(signUp(client, { accepted_terms: version }), 202)
    const body = { token: await mails.token() }
    const { user } = await bodyOf(answers(client.post('/email-confirmations').json(body), 200))
    assert.equal((await row('users', { id: user.id })).accepted_terms, version)
  })

  test('is the same as ever without terms, and keeps no version', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('accounts.termsVersion', undefined))
    const { id } = await bodyOf(answers(signUp(client, { accepted_terms: version }), 201))
    assert.isNull((await row('users', { id })).accepted_terms)
    const refused = await accept(client, await UserFactory.create())
    assertProblem(refused, 409, 'conflict')
  })
})

test.group('A new TERMS_VERSION', (group) => {
  group.each.setup(emptyDatabase)
  group.each.setup(() => setting('accounts.termsVersion', version))

  test('is asked for on writes, until it is accepted', async ({ client, assert }) => {
    const [user] = await people('member')
    const token = await tokenOf(user)
    assertProblem(await write(client, token), 403, 'terms_not_accepted')
    assertProblem(await accept(client, user, '2025-01-01'), 422, 'validation_failed', ['/version'])
    assertProblem(await write(client, token), 403, 'terms_not_accepted')
    await answers(accept(client, user), 204)
    await answers(write(client, token), 201)
    const me = await bodyOf(client.get('/users/me?fields=accepted_terms').loginAs(user))
    assert.deepEqual(me, { accepted_terms: version })
  })

  test('is asked for with personal tokens too, and not from bots', async ({ client, cleanup }) => {
    const [admin] = await people('admin')
    cleanup(setting('accounts.termsVersion', undefined))
    const { token } = await personalToken(client, admin, ['read', 'posts.publish'])
    const robot = await bot(client, admin, 'author', ['read', 'posts.publish'])
    cleanup(setting('accounts.termsVersion', version))
    assertProblem(await write(client, token), 403, 'terms_not_accepted')
    await answers(client.get('/users/me').bearerToken(token), 200)
    const accepting = client.put('/users/me/terms').bearerToken(token).json({ version })
    assertProblem(await accepting, 403, 'session_needed')
    await answers(write(client, robot.token), 201)
    await answers(accept(client, admin), 204)
    await answers(write(client, token), 201)
  })

  test('lets a user read, end sessions and tokens, and erase the account', async ({
    client,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    const undo = setting('accounts.termsVersion', undefined)
    const { id } = await personalToken(client, user)
    undo()
    cleanup(setting('accounts.termsVersion', version))
    await answers(client.get('/users/me').loginAs(user), 200)
    await answers(client.post('/login').json({ username: user.username, password }), 200)
    await answers(client.delete(`/tokens/${id}`).loginAs(user), 204)
    await answers(client.post('/logout').loginAs(user), 204)
    await answers(client.delete('/users/me').loginAs(user).json({ password }), 204)
  })

  test('is asked for from staff, but not on the command line of the machine', async ({
    client,
    assert,
  }) => {
    const [admin] = await people('admin')
    const reason = { title: 'Rude', text: 'Be kind.' }
    const asked = await client.post('/admin/reasons').loginAs(admin).json(reason)
    assertProblem(asked, 403, 'terms_not_accepted')
    const made = await plaza(`reasons create --title Rude --text 'Be kind.' --as ${admin.id}`)
    assert.equal(made.code, 0, made.err)
  })

  test('costs a write no query', async ({ client, assert, cleanup }) => {
    const [user] = await people('member')
    await answers(accept(client, user), 204)
    const token = await tokenOf(user)
    const queries = () => queriesOf(() => answers(write(client, token), 201))
    await queries()
    const asked = await queries()
    cleanup(setting('accounts.termsVersion', undefined))
    assert.deepEqual((await queries()).length, asked.length)
  })
})
