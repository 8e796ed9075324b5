import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { DateTime } from 'luxon'
import { UserFactory } from '#database/factories/user_factory'
import { pruneSignUps } from '#jobs/prune_sign_ups'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'
import { people } from '#tests/support/staff'

const password = 'a plaza in the evening'
const email = 'grace@example.org'
const application = 'I garden, and would like to talk about it.'

const apply = (client: ApiClient, more: object = {}) =>
  client.post('/users').json({ email, password, application, ...more })
const login = (client: ApiClient, username: string, secret = password) =>
  client.post('/login').json({ username, password: secret })
const confirm = (client: ApiClient, token: string) =>
  client.post('/email-confirmations').json({ token })

/** The id of the only application. */
const waiting = async () => Number((await row('sign_ups', { rejected_at: null })).id)

test.group('A sign-up with SIGNUP=approval', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const undo = setting('accounts.signup', 'approval')
    mails = await Mails.begin()
    return async () => {
      undo()
      await mails.end()
    }
  })

  test('waits for staff, who read what the applicant wrote', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    const asked = await answers(apply(client, { username: 'grace', display_name: 'Grace' }), 202)
    assert.deepEqual(asked.body(), { status: 'waits_for_approval' })
    asked.assertHeaderMissing('location')
    assert.isEmpty(await db.from('users').where({ email }))
    assert.isEmpty(await mails.sent())

    const [listed] = await bodyOf(client.get('/admin/applications').loginAs(moderator))
    assert.containSubset(listed, {
      email,
      application,
      username: 'grace',
      display_name: 'Grace',
      email_confirmed: false,
    })
    assert.notProperty(listed, 'password')
    const path = `/admin/applications/${listed.id}`
    assert.deepEqual(await bodyOf(client.get(path).loginAs(moderator)), listed)
    assertProblem(await client.get(path).loginAs((await people('editor'))[0]), 403, 'forbidden')
  })

  for (const [what, wrong] of [
    ['none', { application: undefined }],
    ['a blank one', { application: ' \u200b' }],
    ['one that is too long', { application: 'x'.repeat(1001) }],
  ] as const) {
    test(`needs an application: ${what} is refused`, async ({ client, assert }) => {
      const refused = await apply(client, wrong)
      assertProblem(refused, 422, 'validation_failed', ['/application'])
      assert.isEmpty(await db.from('sign_ups'))
    })
  }

  test('signs in only once it is approved, and only the right password is told why', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    await answers(apply(client, { username: 'grace' }), 202)
    for (const name of [email.toUpperCase(), 'Grace']) {
      assertProblem(await login(client, name), 403, 'approval_pending')
      assertProblem(await login(client, name, 'wrong password'), 401, 'invalid_credentials')
    }
    const approval = `/admin/applications/${await waiting()}/approval`
    const approved = await answers(client.post(approval).loginAs(moderator).json({}), 201)
    const { id } = await row('users', { email })
    assert.containSubset(approved.body(), {
      action: 'user.approve',
      target_type: 'user',
      target_id: id,
      actor: { id: moderator.id },
    })
    await answers(login(client, 'grace'), 200)
    const sent = await mails.sent()
    assert.sameMembers(
      sent.map(({ kind }) => kind),
      ['application_approved', 'email_confirmation']
    )
    assert.isEmpty(await db.from('sign_ups'))
    assert.isEmpty(await bodyOf(client.get('/users/me/sanctions').loginAs(await userOf(id))))
  })

  test('takes as many queries to sign in as an unknown name', async ({ client, assert }) => {
    await answers(apply(client), 202)
    const queries = (name: string) =>
      queriesOf(() => answers(login(client, name, 'wrong password'), 401))
    assert.deepEqual(await queries(email), await queries('unknown@example.org'))
  })

  test('is approved by one of twenty, and makes one account', async ({ client, assert }) => {
    const [moderator] = await people('moderator')
    await answers(apply(client), 202)
    const id = await waiting()
    const decide = (at: number) =>
      client
        .post(`/admin/applications/${id}/${at % 2 ? 'rejection' : 'approval'}`)
        .loginAs(moderator)
        .json({ reason: 'We know each other.' })
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, at) => statusOf(decide(at))))
    assert.deepEqual(statuses.toSorted(), [201, ...Array.from({ length: 19 }, () => 404)])
    assert.lengthOf(await db.from('audit_entries'), 1)
  })

  test('that is rejected leaves what its mail needs, and then nothing', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    await answers(apply(client, { username: 'grace' }), 202)
    const id = await waiting()
    const path = `/admin/applications/${id}/rejection`
    assertProblem(await client.post(path).loginAs(moderator).json({}), 422, 'validation_failed', [
      '/reason',
    ])
    const reason = 'It advertises a shop.'
    const rejected = await answers(client.post(path).loginAs(moderator).json({ reason }), 201)
    assert.containSubset(rejected.body(), {
      action: 'user.reject',
      target_type: 'application',
      target_id: id,
      reason,
    })
    const left = JSON.stringify(await db.from('sign_ups'))
    for (const gone of [application, 'argon2', '"grace"']) assert.notInclude(left, gone)
    assert.isEmpty(await bodyOf(client.get('/admin/applications').loginAs(moderator)))
    await answers(login(client, email), 401)

    const mail = await mails.onlyOne()
    assert.containSubset(mail, { kind: 'application_rejected', recipient: email })
    assert.include(mail.text!, reason)
    assert.equal(await pruneSignUps(), 0)
    const then = DateTime.now().minus({ days: 3 }).toJSDate()
    await db.from('sign_ups').update({ rejected_at: then })
    assert.equal(await pruneSignUps(), 1)
    await answers(apply(client), 202)
  })

  test('that is rejected where no mail is sent leaves nothing', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('mail.url', undefined))
    const [moderator] = await people('moderator')
    await answers(apply(client), 202)
    const path = `/admin/applications/${await waiting()}/rejection`
    await answers(client.post(path).loginAs(moderator).json({ reason: 'Not now.' }), 201)
    assert.isEmpty(await db.from('sign_ups'))
  })

  test('gets another user name if the wanted one was taken meanwhile, and no e-mail twice', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    await answers(apply(client, { username: 'grace' }), 202)
    const approve = async () =>
      client
        .post(`/admin/applications/${await waiting()}/approval`)
        .loginAs(moderator)
        .json({})
    await UserFactory.merge({ username: 'GRACE' }).create()
    await answers(approve(), 201)
    assert.match((await row('users', { email })).username, /^user_/)
    assertProblem(await apply(client), 409, 'email_taken')
  })

  test('with an invite needs no approval', async ({ client }) => {
    const [admin] = await people('admin')
    const { token } = await bodyOf(client.post('/invites').loginAs(admin).json({}))
    await answers(apply(client, { application: undefined, invite: token }), 201)
  })

  test('is listed page by page, the oldest first, and gone after 180 days', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    for (const name of ['one', 'two', 'three']) {
      await answers(apply(client, { email: `${name}@example.org` }), 202)
    }
    const first = await client.get('/admin/applications?limit=2').loginAs(moderator)
    const [, next] = /<([^>]+)>; rel="next"/.exec(first.header('link')!)!
    const rest = await bodyOf(client.get(next).loginAs(moderator))
    assert.deepEqual(
      [...first.body(), ...rest].map((one: { email: string }) => one.email.split('@')[0]),
      ['one', 'two', 'three']
    )
    const old = DateTime.now().minus({ days: 180 }).toJSDate()
    await db.from('sign_ups').where('email', 'two@example.org').update({ applied_at: old })
    assert.equal(await pruneSignUps(), 1)
  })
})

test.group('A sign-up with SIGNUP=approval and VERIFY_EMAIL=required', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const undos = [
      setting('accounts.signup', 'approval'),
      setting('accounts.verifyEmail', 'required'),
    ]
    mails = await Mails.begin()
    return async () => {
      for (const undo of undos) undo()
      await mails.end()
    }
  })

  test('gets into the queue when its e-mail is confirmed, and ends its rivals', async ({
    client,
    assert,
  }) => {
    const [moderator] = await people('moderator')
    const begun = await answers(apply(client), 202)
    assert.deepEqual(begun.body(), { status: 'confirm_email' })
    const token = await mails.token()
    await answers(apply(client, { password: 'a secret of mallory' }), 202)
    await mails.sent()
    assert.isEmpty(await bodyOf(client.get('/admin/applications').loginAs(moderator)))
    await answers(login(client, email), 401)

    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(confirm(client, token)))
    )
    assert.deepEqual(statuses.toSorted(), [202, ...Array.from({ length: 19 }, () => 422)])
    const [listed, ...others] = await bodyOf(client.get('/admin/applications').loginAs(moderator))
    assert.isEmpty(others)
    assert.containSubset(listed, { email, email_confirmed: true })
    assertProblem(await login(client, email), 403, 'approval_pending')
    await answers(client.post('/email-confirmations/resend').json({ email }), 202)
    assert.isEmpty(await mails.sent())

    const path = `/admin/applications/${listed.id}/approval`
    await answers(client.post(path).loginAs(moderator).json({}), 201)
    assert.equal((await mails.onlyOne()).kind, 'application_approved')
    assert.isNotNull((await row('users', { email })).email_confirmed_at)
    await answers(login(client, email), 200)
  })
})

async function userOf(id: number) {
  const { default: User } = await import('#models/user')
  return User.findOrFail(id)
}
