import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import BarredEmail from '#models/barred_email'
import DeadEmail from '#models/dead_email'
import type User from '#models/user'
import { signIn, tokenOf } from '#tests/support/accounts'
import { answers, bodyOf, statusOf, textOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import {
  asked,
  byKind,
  change,
  confirm,
  fresh,
  login,
  old,
  undo,
  wanted,
} from '#tests/support/email_changes'
import { openJobs } from '#tests/support/jobs'
import { tokenIn } from '#tests/support/mail_server'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'
import { act, people } from '#tests/support/staff'

test.group('PATCH /users/me, with an e-mail, where mails are sent', (group) => {
  let mails: Mails
  let ada: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    ada = await UserFactory.merge({ email: old, username: 'ada' }).create()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  const emailOf = async () => (await row('users', { id: ada.id })).email
  const refused = async (client: ApiClient, token: string) =>
    assertProblem(await confirm(client, token), 422, 'validation_failed', ['/token'])

  test('changes it when the new address confirms, and tells the old one', async ({
    client,
    assert,
  }) => {
    const { access_token: token } = await signIn(client, ada)
    const me = () => client.get('/users/me?include=new_email').bearerToken(token)
    const body = { email: wanted, current_password: password, bio: 'New' }
    const waits = await answers(client.patch('/users/me').bearerToken(token).json(body), 202)
    assert.containSubset(waits.body(), { email: old, new_email: wanted, bio: 'New' })
    assert.equal((await bodyOf(me())).new_email, wanted)
    const first = byKind(await mails.sent())
    assert.equal(first.email_change.recipient, wanted)
    assert.equal(first.email_change_notice.recipient, old)
    assert.match(first.email_change.link!, /\/account\/confirm#token=[\w-]{43}$/)
    assert.match(first.email_change_notice.link!, /\/account\/undo#token=[\w-]{43}$/)
    assert.equal(await emailOf(), old)

    const confirmed = await answers(confirm(client, tokenIn(first.email_change)), 204)
    // A stranger at a mistyped address is not signed in.
    assert.isEmpty(confirmed.body())
    assert.equal(await emailOf(), wanted)
    await answers(login(client, wanted), 200)
    await answers(login(client, old), 401)
    const told = await mails.onlyOne()
    assert.equal(told.recipient, old)
    assert.equal(told.kind, 'email_changed')
    assert.equal(tokenIn(told), tokenIn(first.email_change_notice))
    // The session goes on.
    assert.containSubset(await bodyOf(answers(me(), 200)), { email: wanted, new_email: null })
    await refused(client, tokenIn(first.email_change))
  })

  test('answers the same for a taken address, by the same work, and its owner is told', async ({
    client,
    assert,
  }) => {
    const taken = 'GRACE@example.org'
    await UserFactory.merge({ email: 'grace@example.org', username: 'grace' }).create()
    const { access_token: token } = await signIn(client, ada)
    const seen: unknown[] = []
    for (const email of ['first@example.org', 'free@example.org', taken]) {
      let answer: any
      const queries = await queriesOf(async () => {
        const body = { email, current_password: password }
        answer = await answers(client.patch('/users/me').bearerToken(token).json(body), 202)
      })
      const { new_email: waits, ...profile } = answer.body()
      assert.equal(waits, email)
      seen.push({ profile, queries })
    }
    assert.deepEqual(seen[2], seen[1])

    const sent = await mails.sent()
    // A newer request ends the older ones.
    assert.sameMembers(
      sent.map(({ recipient }) => recipient),
      [taken, old]
    )
    const { email_change: told } = byKind(sent)
    assert.isUndefined(told.link)
    assert.notInclude(told.text!, '@ada')
    assert.include(told.text!, '@grace')
  })

  test('is refused by the link if another account has got the e-mail meanwhile', async ({
    client,
    assert,
  }) => {
    const { email_change: mail } = await asked(client, mails, ada)
    await UserFactory.merge({ email: wanted.toUpperCase() }).create()
    assertProblem(await confirm(client, tokenIn(mail)), 409, 'email_taken')
    assert.equal(await emailOf(), old)
  })

  test('sends no link to the e-mail of an erased account that a sanction bars', async ({
    client,
    assert,
  }) => {
    await BarredEmail.bar(wanted, [null], db.connection())
    assert.sameMembers(Object.keys(await asked(client, mails, ada)), ['email_change_notice'])
  })

  test('builds links from the settings, whatever Host a request names', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('mail.links.undo', 'https://site.example/undo#token={token}'))
    const forged = client
      .patch('/users/me')
      .bearerToken(await tokenOf(ada))
      .header('host', 'evil.example')
      .header('x-forwarded-host', 'evil.example')
      .header('origin', 'https://evil.example')
      .json({ email: wanted, current_password: password })
    await answers(forged, 202)
    const sent = byKind(await mails.sent())
    assert.notInclude(JSON.stringify(sent), 'evil.example')
    assert.match(sent.email_change_notice.link!, /^https:\/\/site\.example\/undo#token=[\w-]{43}$/)
  })

  test('has links that lead to pages, which use nothing up', async ({ client, assert }) => {
    const { email_change: mine, email_change_notice: told } = await asked(client, mails, ada)
    for (const { link } of [mine, told]) {
      const { pathname } = new URL(link!)
      assert.include(await textOf(answers(client.get(pathname), 200)), '<button')
      await answers(client.get(`${pathname}?token=${tokenIn({ link })}`), 200)
    }
    assert.equal(await emailOf(), old)
    await answers(confirm(client, tokenIn(mine)), 204)
    await mails.sent()
    await answers(undo(client, tokenIn(told)), 204)
  })

  test('keeps neither tokens nor addresses in jobs, and digests of tokens alone', async ({
    client,
    assert,
  }) => {
    const mail = await asked(client, mails, ada)
    const jobs = JSON.stringify(await db.from('jobs.job'))
    const stored = JSON.stringify(await row('email_changes', { user_id: ada.id }))
    for (const { link } of Object.values(mail)) {
      assert.notInclude(jobs + stored, tokenIn({ link }))
    }
    for (const address of [old, wanted]) assert.notInclude(jobs, address)
  })

  test('needs the password', async ({ client, assert }) => {
    const wrong = await change(client, ada, wanted, { current_password: 'wrong' })
    assertProblem(wrong, 422, 'validation_failed', ['/current_password'])
    assert.isEmpty(await openJobs())
  })

  test('counts the mails to an address, whether an account has it or not', async ({
    client,
    cleanup,
  }) => {
    cleanup(setting('limits.mail', { requests: 1, seconds: 3600 }))
    await UserFactory.merge({ email: 'grace@example.org' }).create()
    for (const email of ['grace@example.org', 'free@example.org']) {
      await answers(change(client, ada, email), 202)
      assertProblem(await change(client, ada, email.toUpperCase()), 429, 'rate_limited')
    }
  })

  test('lets one of twenty confirmations win', async ({ client, assert }) => {
    const { email_change: mail } = await asked(client, mails, ada)
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(confirm(client, tokenIn(mail))))
    )
    assert.deepEqual(statuses.toSorted(), [204, ...Array.from({ length: 19 }, () => 422)])
    assert.lengthOf(await mails.sent(), 1)
  })

  test('makes older requests useless', async ({ client }) => {
    const { email_change: first } = await asked(client, mails, ada)
    const { email_change: second } = await asked(client, mails, ada, 'other@example.org')
    await refused(client, tokenIn(first))
    await answers(confirm(client, tokenIn(second)), 204)
  })

  test('is not to be confirmed after {what}')
    .with([
      {
        what: 'a new password',
        end: async (client: ApiClient) => {
          const fields = { current_password: password, new_password: fresh }
          const { access_token: token } = await signIn(client, ada)
          await answers(client.put('/users/me/password').bearerToken(token).json(fields), 200)
        },
      },
      {
        what: 'a reset of the password',
        end: async (client: ApiClient) => {
          await answers(client.post('/password-resets').json({ email: old }), 202)
          const fields = { token: await mails.token(), new_password: fresh }
          await answers(client.post('/password-resets/confirm').json(fields), 204)
        },
      },
      {
        what: 'a password that staff set',
        end: async (client: ApiClient) => {
          const [admin] = await people('admin')
          const set = { on: ada, password: fresh }
          await answers(act(client, admin, 'user.reset_password', set), 201)
        },
      },
      {
        what: 'its user withdrew it',
        end: async (client: ApiClient) => {
          await answers(client.delete('/users/me/email-change').loginAs(ada), 204)
        },
      },
      {
        what: 'three days',
        end: async () => {
          const days = new Date(Date.now() - 3 * 86_400_000)
          await db.from('email_changes').update({ created_at: days })
        },
      },
    ])
    .run(async ({ client, assert }, { end }) => {
      const { email_change: mail } = await asked(client, mails, ada)
      await end(client)
      await refused(client, tokenIn(mail))
      assert.equal(await emailOf(), old)
      const path = '/users/me?include=new_email'
      const me = await bodyOf(client.get(path).bearerToken(await tokenOf(ada)))
      assert.isNull(me.new_email)
    })

  test('ends links for a new password in mails to the old address', async ({ client }) => {
    await answers(client.post('/password-resets').json({ email: old }), 202)
    const reset = await mails.token()
    const { email_change: mail } = await asked(client, mails, ada)
    await answers(confirm(client, tokenIn(mail)), 204)
    const fields = { token: reset, new_password: fresh }
    const late = await client.post('/password-resets/confirm').json(fields)
    assertProblem(late, 422, 'validation_failed', ['/token'])
  })

  test('asks an address that was dead, which gets mails again once it is confirmed', async ({
    client,
    assert,
  }) => {
    await DeadEmail.mark([wanted, old])
    const sent = await asked(client, mails, ada)
    assert.sameMembers(Object.keys(sent), ['email_change'])
    await answers(confirm(client, tokenIn(sent.email_change)), 204)
    assert.isFalse(await DeadEmail.has(wanted))
    assert.isTrue(await DeadEmail.has(old))
  })

  test('with VERIFY_EMAIL=off works at once, and the old address can undo it', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('accounts.verifyEmail', 'off'))
    const made = await answers(change(client, ada), 200)
    assert.equal(made.body().email, wanted)
    const told = await mails.onlyOne()
    assert.equal(told.recipient, old)
    assert.equal(told.kind, 'email_changed')
    await answers(undo(client, tokenIn(told)), 204)
    assert.equal(await emailOf(), old)
  })
})

test.group('PATCH /users/me, with an e-mail, where no mail is sent', (group) => {
  let ada: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    ada = await UserFactory.merge({ email: old, username: 'ada' }).create()
  })

  test('works at once, keeps nothing, and reserves nothing', async ({ client, assert }) => {
    const made = await answers(change(client, ada), 200)
    assert.equal(made.body().email, wanted)
    assert.isNull((await row('users', { id: ada.id })).email_confirmed_at)
    assert.isEmpty(await db.from('email_changes'))
    assert.isEmpty(await openJobs())
    await answers(client.post('/users').json({ email: old, password: fresh }), 201)
  })

  test('is refused with VERIFY_EMAIL=required', async ({ client, assert, cleanup }) => {
    cleanup(setting('accounts.verifyEmail', 'required'))
    assertProblem(await change(client, ada), 503, 'mail_unavailable')
    assert.equal((await row('users', { id: ada.id })).email, old)
    const token = await tokenOf(ada)
    await answers(client.patch('/users/me').bearerToken(token).json({ bio: 'New' }), 200)
  })
})
