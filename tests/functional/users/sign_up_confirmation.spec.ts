import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { UserFactory } from '#database/factories/user_factory'
import { pruneSignUps } from '#jobs/prune_sign_ups'
import BarredEmail from '#models/barred_email'
import { sessionOf } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { openJobs } from '#tests/support/jobs'
import { tokenIn } from '#tests/support/mail_server'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'

const password = 'a plaza in the evening'
const email = 'Ada@example.org'

const signUp = (client: ApiClient, more: object = {}) =>
  client.post('/users').json({ email, password, ...more })
const confirm = (client: ApiClient, token: string) =>
  client.post('/email-confirmations').json({ token })
const login = (client: ApiClient, username: string, secret = password) =>
  client.post('/login').json({ username, password: secret })

test.group('A sign-up with VERIFY_EMAIL=required', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const undo = setting('accounts.verifyEmail', 'required')
    mails = await Mails.begin()
    return async () => {
      undo()
      await mails.end()
    }
  })
  group.each.teardown(emptyDatabase)

  test('makes the account when the link of the mail is used, and signs in', async ({
    client,
    assert,
  }) => {
    const fields = { username: 'Ada_1815', display_name: 'Ada Lovelace', language: 'de' }
    const begun = await answers(signUp(client, fields), 202)
    assert.deepEqual(begun.body(), { status: 'confirm_email' })
    begun.assertHeaderMissing('location')
    assert.isEmpty(await db.from('users'))
    await answers(login(client, email), 401)

    const mail = await mails.onlyOne()
    assert.equal(mail.recipient, email)
    assert.equal(mail.kind, 'sign_up')
    assert.equal(mail.subject, 'Bestätige deine E-Mail-Adresse')
    assert.match(mail.link!, /\/account\/confirm#token=[\w-]{43}$/)
    assert.include(mail.text!, '@Ada_1815')

    const confirmed = await answers(confirm(client, tokenIn(mail)), 200)
    confirmed.assertHeader('cache-control', 'no-store')
    const { user, access_token: token } = confirmed.body()
    assert.containSubset(user, { username: 'Ada_1815', display_name: 'Ada Lovelace', email })
    const session = await row('sessions', { id: sessionOf(confirmed.body()) })
    assert.equal(session.user_id, user.id)
    const path = '/users/me?include=email_confirmed_at,language'
    const me = await bodyOf(client.get(path).bearerToken(token))
    assert.isNotNull(me.email_confirmed_at)
    assert.equal(me.language, 'de')
    await answers(login(client, 'ada_1815'), 200)
    assert.isEmpty(await db.from('sign_ups'))
    const events = await db.from('security_events').orderBy('id')
    assert.includeMembers(
      events.map(({ event }) => event),
      ['email_confirmed', 'signed_in']
    )
  })

  test('answers the same for a taken e-mail, by the same work, and tells its owner by mail', async ({
    client,
    assert,
  }) => {
    const owner = await UserFactory.merge({ email: 'grace@example.org' }).create()
    await answers(signUp(client, { email: 'first@example.org' }), 202)
    await mails.sent()
    const seen: unknown[] = []
    for (const typed of ['GRACE@example.org', 'free@example.org']) {
      let answer: any
      const queries = await queriesOf(async () => {
        answer = await answers(signUp(client, { email: typed, username: 'grace_h' }), 202)
      })
      const { 'x-request-id': id, date, ratelimit, ...headers } = answer.headers()
      assert.isNotEmpty(id + date + ratelimit)
      seen.push({ headers, body: answer.body(), queries })
    }
    assert.deepEqual(seen[1], seen[0])

    const [one, two] = (await mails.sent()).toSorted((a, b) =>
      a.recipient.localeCompare(b.recipient)
    )
    assert.equal(one.recipient, 'free@example.org')
    assert.equal(one.kind, two.kind)
    assert.equal(two.recipient, owner.email)
    assert.equal(two.subject, 'You have an account already')
    assert.include(two.text!, `@${owner.username}`)
    assert.isUndefined(two.link)
    assert.isEmpty(await db.from('sign_ups').where('email', 'GRACE@example.org'))
  })

  test('keeps no plain password, address or token in rows and jobs that should not have them', async ({
    client,
    assert,
  }) => {
    await answers(signUp(client), 202)
    const token = await mails.token()
    const stored = await row('sign_ups', { email })
    assert.match(stored.password, /^\$argon2id\$/)
    assert.notInclude(JSON.stringify(stored), token)
    const jobs = JSON.stringify(await db.from('jobs.job'))
    for (const secret of [token, email, password]) assert.notInclude(jobs, secret)
  })

  test('refuses a taken user name, which is no secret, before anything else', async ({
    client,
    assert,
  }) => {
    await UserFactory.merge({ username: 'grace', email: 'grace@example.org' }).create()
    for (const typed of ['grace@example.org', 'free@example.org']) {
      const refused = await signUp(client, { email: typed, username: 'Grace' })
      assertProblem(refused, 409, 'username_taken')
    }
    assert.isEmpty(await openJobs())
  })

  test('keeps each of several for one e-mail apart, and the first that is confirmed wins', async ({
    client,
    assert,
  }) => {
    await answers(signUp(client, { username: 'mallory', password: 'a secret of mallory' }), 202)
    await answers(signUp(client, { email: email.toLowerCase(), username: 'ada' }), 202)
    const links = await mails.sent()
    assert.lengthOf(links, 2)
    const mine = links.find(({ text }) => text!.includes('@ada'))!
    const theirs = links.find(({ text }) => text!.includes('@mallory'))!
    await answers(confirm(client, tokenIn(mine)), 200)
    assertProblem(await confirm(client, tokenIn(theirs)), 422, 'validation_failed', ['/token'])
    await answers(login(client, email, 'a secret of mallory'), 401)
    await answers(login(client, email), 200)
    assert.lengthOf(await db.from('users'), 1)
  })

  test('lets one of twenty win that use a link at once', async ({ client, assert }) => {
    await answers(signUp(client), 202)
    const token = await mails.token()
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(confirm(client, token)))
    )
    assert.deepEqual(statuses.toSorted(), [200, ...Array.from({ length: 19 }, () => 422)])
    assert.lengthOf(await db.from('users'), 1)
    assert.lengthOf(await db.from('sessions'), 1)
  })

  test('lets one of ten rivals win that are confirmed at once', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('limits.mail', { requests: 100, seconds: 60 }))
    for (let rival = 0; rival < 10; rival++) {
      await answers(signUp(client, { username: `rival_${rival}` }), 202)
    }
    const tokens = (await mails.sent()).map(tokenIn)
    const statuses = await Promise.all(tokens.map((token) => statusOf(confirm(client, token))))
    assert.deepEqual(statuses.toSorted(), [200, ...Array.from({ length: 9 }, () => 422)])
    assert.lengthOf(await db.from('users'), 1)
    assert.isEmpty(await db.from('sign_ups'))
  })

  test('gets another user name if the wanted one was taken meanwhile', async ({
    client,
    assert,
  }) => {
    await answers(signUp(client, { username: 'ada' }), 202)
    const token = await mails.token()
    await UserFactory.merge({ username: 'ADA' }).create()
    const { user } = await bodyOf(confirm(client, token))
    assert.match(user.username, /^user_[a-z2-9]{10}$/)
  })

  test('ends when staff make an account with the e-mail meanwhile', async ({ client, assert }) => {
    await answers(signUp(client), 202)
    const token = await mails.token()
    await UserFactory.merge({ email: 'ADA@example.org' }).create()
    assertProblem(await confirm(client, token), 409, 'email_taken')
    assert.lengthOf(await db.from('users'), 1)
  })

  test('of an e-mail that a sanction bars gets no mail', async ({ client, assert }) => {
    await BarredEmail.bar(email, [null], db.connection())
    await answers(signUp(client), 202)
    assert.isEmpty(await mails.sent())
    assert.isEmpty(await db.from('sign_ups'))
  })

  test('is gone after 7 days', async ({ client, assert }) => {
    await answers(signUp(client), 202)
    const token = await mails.token()
    const old = new Date(Date.now() - 7 * 86_400_000)
    await db.from('sign_ups').update({ created_at: old })
    assertProblem(await confirm(client, token), 422, 'validation_failed', ['/token'])
    assert.equal(await pruneSignUps(), 1)
    assert.isEmpty(await db.from('sign_ups'))
  })

  test('is limited by the typed e-mail, whether an account has it or not', async ({
    client,
    cleanup,
  }) => {
    cleanup(setting('limits.mail', { requests: 1, seconds: 3600 }))
    await UserFactory.merge({ email: 'grace@example.org' }).create()
    for (const typed of ['grace@example.org', 'free@example.org']) {
      await answers(signUp(client, { email: typed }), 202)
      assertProblem(await signUp(client, { email: typed }), 429, 'rate_limited')
    }
  })

  test('is done once for an Idempotency-Key', async ({ client, assert }) => {
    const once = () => signUp(client).header('idempotency-key', 'the-first-one')
    await answers(once(), 202)
    const again = await answers(once(), 202)
    again.assertHeader('idempotency-replayed', 'true')
    assert.deepEqual(again.body(), { status: 'confirm_email' })
    assert.lengthOf(await mails.sent(), 1)
  })

  test('is refused where no mail is sent', async ({ client, assert, cleanup }) => {
    cleanup(setting('mail.url', undefined))
    assertProblem(await signUp(client), 503, 'mail_unavailable')
    assert.isEmpty(await db.from('sign_ups'))
  })

  test('leaves accounts that staff make as they are', async ({ client, assert }) => {
    const admin = await UserFactory.apply('admin').create()
    const fields = { email, password, username: 'ada' }
    await answers(client.post('/admin/users').loginAs(admin).json(fields), 201)
    await answers(login(client, email), 200)
    assert.isNotNull((await row('users', { username: 'ada' })).email_confirmed_at)
    assert.isEmpty(await openJobs())
  })
})

test.group('POST /email-confirmations/resend', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    const undo = setting('accounts.verifyEmail', 'required')
    mails = await Mails.begin()
    return async () => {
      undo()
      await mails.end()
    }
  })
  group.each.teardown(emptyDatabase)

  const resend = (client: ApiClient, typed = email) =>
    client.post('/email-confirmations/resend').json({ email: typed })

  test('sends the link of a sign-up once more', async ({ client, assert }) => {
    await answers(signUp(client), 202)
    const first = await mails.token()
    await answers(resend(client, email.toUpperCase()), 202)
    assert.equal(await mails.token(), first)
    await answers(confirm(client, first), 200)
  })

  test('answers the same for any other e-mail, by the same work, and sends nothing', async ({
    client,
    assert,
  }) => {
    await UserFactory.merge({ email: 'grace@example.org' }).create()
    await answers(signUp(client), 202)
    await mails.sent()
    const seen: unknown[] = []
    for (const typed of ['unknown@example.org', 'grace@example.org', email]) {
      const queries = await queriesOf(() => answers(resend(client, typed), 202))
      seen.push(queries)
    }
    assert.deepEqual(seen[0], seen[1])
    assert.deepEqual(seen[1], seen[2])
    assert.equal((await mails.onlyOne()).recipient, email)
  })

  test('asks the owner of a dead address to confirm it anew', async ({ client, assert }) => {
    const { default: DeadEmail } = await import('#models/dead_email')
    const grace = await UserFactory.merge({ email: 'grace@example.org' }).create()
    await DeadEmail.mark([grace.email])
    await answers(resend(client, grace.email), 202)
    const token = await mails.token()
    await answers(confirm(client, token), 204)
    assert.isFalse(await DeadEmail.has(grace.email))
    assert.isEmpty(await db.from('sessions').where('user_id', grace.id))
    assertProblem(await confirm(client, token), 422, 'validation_failed', ['/token'])
  })

  test('says nothing of an e-mail that the user has since', async ({ client }) => {
    const { default: DeadEmail } = await import('#models/dead_email')
    const grace = await UserFactory.merge({ email: 'grace@example.org' }).create()
    await DeadEmail.mark([grace.email])
    await answers(resend(client, grace.email), 202)
    const token = await mails.token()
    await db.from('users').where('id', grace.id).update({ email: 'hopper@example.org' })
    assertProblem(await confirm(client, token), 422, 'validation_failed', ['/token'])
  })
})

test.group('A sign-up with VERIFY_EMAIL=optional', (group) => {
  let mails: Mails
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  test('makes the account at once, and a mail asks to confirm the e-mail', async ({
    client,
    assert,
  }) => {
    const { id } = await bodyOf(answers(signUp(client, { username: 'ada' }), 201))
    await answers(login(client, email), 200)
    assert.isNull((await row('users', { id })).email_confirmed_at)
    const mail = await mails.onlyOne()
    assert.equal(mail.kind, 'email_confirmation')
    const confirmed = await answers(confirm(client, tokenIn(mail)), 204)
    assert.isEmpty(confirmed.body())
    assert.isNotNull((await row('users', { id })).email_confirmed_at)
    assertProblem(await confirm(client, tokenIn(mail)), 422, 'validation_failed', ['/token'])
  })

  test('confirms the e-mail by a reset of the password, too', async ({ client, assert }) => {
    const { id } = await bodyOf(answers(signUp(client), 201))
    await mails.sent()
    await answers(client.post('/password-resets').json({ email }), 202)
    const fields = { token: await mails.token(), new_password: 'staple these together' }
    await answers(client.post('/password-resets/confirm').json(fields), 204)
    assert.isNotNull((await row('users', { id })).email_confirmed_at)
  })

  test('sends no mail with VERIFY_EMAIL=off', async ({ client, assert, cleanup }) => {
    cleanup(setting('accounts.verifyEmail', 'off'))
    await answers(signUp(client), 201)
    assert.isEmpty(await mails.sent())
  })

  test('leaves no trace of the requests of an erased account', async ({ client, assert }) => {
    const { id } = await bodyOf(answers(signUp(client), 201))
    const { default: User } = await import('#models/user')
    const user = await User.findOrFail(id)
    await answers(client.delete('/users/me').loginAs(user).json({ password }), 204)
    assert.isEmpty(await db.from('email_confirmations'))
    assert.isEmpty(await mails.sent())
  })
})

test.group('A sign-up with SIGNUP=closed', (group) => {
  group.each.setup(emptyDatabase)

  test('is refused', async ({ client, assert, cleanup }) => {
    cleanup(setting('accounts.signup', 'closed'))
    assertProblem(await signUp(client), 403, 'signup_closed')
    assertProblem(await signUp(client, { email: 'no' }), 422, 'validation_failed', ['/email'])
    assert.isEmpty(await db.from('users'))
  })
})
