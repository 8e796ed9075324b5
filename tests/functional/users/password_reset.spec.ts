import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import { password, UserFactory } from '#database/factories/user_factory'
import { prunePasswordResets } from '#jobs/prune_password_resets'
import DeadEmail from '#models/dead_email'
import PasswordReset from '#models/password_reset'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { emptyDatabase, row } from '#tests/support/database'
import { openJobs } from '#tests/support/jobs'
import { tokenIn } from '#tests/support/mail_server'
import { Mails } from '#tests/support/mails'
import { personalToken } from '#tests/support/personal_tokens'
import { assertProblem } from '#tests/support/problems'
import { queriesOf } from '#tests/support/queries'
import { setting } from '#tests/support/settings'

const fresh = 'staple these together'

const ask = (client: ApiClient, email: string) => client.post('/password-resets').json({ email })
const confirm = (client: ApiClient, token: string, secret = fresh) =>
  client.post('/password-resets/confirm').json({ token, new_password: secret })
const login = (client: ApiClient, { username }: User, secret: string) =>
  client.post('/login').json({ username, password: secret })

test.group('POST /password-resets', (group) => {
  let mails: Mails
  let ada: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    ada = await UserFactory.merge({ email: 'Ada@example.org', language: 'de' }).create()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  test('sends a link to the owner of the e-mail, in any case', async ({ client, assert }) => {
    const asked = await answers(ask(client, ' ada@EXAMPLE.org '), 202)
    assert.equal(asked.text(), '')
    const mail = await mails.onlyOne()
    assert.equal(mail.recipient, 'Ada@example.org')
    assert.equal(mail.kind, 'password_reset')
    assert.equal(mail.subject, 'Neues Passwort setzen')
    assert.match(mail.link!, /\/account\/reset#token=[\w-]{43}$/)
    assert.include(mail.text!, mail.link!)
    assert.include(mail.text!, '30 Minuten')

    const reset = await row('password_resets', { user_id: ada.id })
    assert.notInclude(JSON.stringify(reset), tokenIn(mail))
    const [job] = await db.from('jobs.job').where('name', 'mail')
    assert.notInclude(JSON.stringify(job), tokenIn(mail))
    assert.deepEqual(job.data, { kind: 'password_reset', id: reset.id })
  })

  test('answers the same for an e-mail without an account, by the same work, and sends nothing', async ({
    client,
    assert,
  }) => {
    const emails = [ada.email, 'nobody@example.org']
    // Loads what each worker looks up once.
    await answers(ask(client, 'first@example.org'), 202)
    const seen: unknown[] = []
    for (const email of emails) {
      let answer: any
      const queries = await queriesOf(async () => {
        answer = await answers(ask(client, email), 202)
      })
      const { 'x-request-id': id, date, ratelimit, ...headers } = answer.headers()
      assert.isNotEmpty(id + date)
      seen.push({ headers, body: answer.text(), queries })
      assert.match(ratelimit, /^"mail";r=4;t=\d+$/)
    }
    assert.deepEqual(seen[1], seen[0])
    assert.lengthOf(await openJobs(), 3)
    assert.equal((await mails.onlyOne()).recipient, ada.email)
  })

  test('builds the link from the settings, whatever Host a request names', async ({
    client,
    assert,
  }) => {
    const forged = ask(client, ada.email)
      .header('host', 'evil.example')
      .header('x-forwarded-host', 'evil.example')
      .header('origin', 'https://evil.example')
    await answers(forged, 202)
    const { html, text, link } = await mails.onlyOne()
    assert.notInclude(html! + text! + link!, 'evil.example')
  })

  test('leads to the page of the site, where it has one', async ({ client, assert, cleanup }) => {
    cleanup(setting('mail.links.reset', 'https://site.example/reset#token={token}'))
    await answers(ask(client, ada.email), 202)
    const { link } = await mails.onlyOne()
    assert.match(link!, /^https:\/\/site\.example\/reset#token=[\w-]{43}$/)
  })

  test('makes older links useless', async ({ client, assert }) => {
    await answers(ask(client, ada.email), 202)
    const first = await mails.token()
    await answers(ask(client, ada.email), 202)
    const second = await mails.token()
    assert.notEqual(second, first)
    assertProblem(await confirm(client, first), 422, 'validation_failed', ['/token'])
    await answers(confirm(client, second), 204)
  })

  test('sends the newest of several requests alone', async ({ client, assert }) => {
    for (let time = 0; time < 3; time++) await answers(ask(client, ada.email), 202)
    assert.lengthOf(await openJobs(), 3)
    await answers(confirm(client, await mails.token()), 204)
  })

  test('sends nothing to an address that is dead, nor to an account that is erased', async ({
    client,
    assert,
  }) => {
    await DeadEmail.mark([ada.email])
    await answers(ask(client, ada.email), 202)
    assert.isEmpty(await mails.sent())

    const other = await UserFactory.create()
    await answers(ask(client, other.email), 202)
    await answers(client.delete('/users/me').loginAs(other).json({ password }), 204)
    assert.isEmpty(await db.from('password_resets').where('user_id', other.id))
    assert.isEmpty(await mails.sent())
  })

  test('counts by the typed e-mail and by the address, whether there is an account or not', async ({
    client,
    assert,
    cleanup,
  }) => {
    cleanup(setting('limits.mail', { requests: 2, seconds: 3600 }))
    cleanup(setting('limits.mailIp', { requests: 5, seconds: 3600 }))
    for (const email of [ada.email, 'nobody@example.org']) {
      await answers(ask(client, email), 202)
      await answers(ask(client, email.toUpperCase()), 202)
      const refused = await ask(client, email)
      assertProblem(refused, 429, 'rate_limited')
      assert.match(refused.header('ratelimit-policy')!, /^"(mail|mailIp)";q=/)
    }
    assertProblem(await ask(client, 'another@example.org'), 429, 'rate_limited')
  })

  test('is refused where no mail is sent', async ({ client, cleanup }) => {
    cleanup(setting('mail.url', undefined))
    for (const email of [ada.email, 'nobody@example.org']) {
      const refused = await ask(client, email)
      assertProblem(refused, 503, 'mail_unavailable')
      refused.assertHeader('retry-after', '3600')
    }
    assertProblem(await ask(client, 'no e-mail'), 422, 'validation_failed', ['/email'])
  })

  test('is kept for three days', async ({ client, assert }) => {
    await answers(ask(client, ada.email), 202)
    assert.equal(await prunePasswordResets(), 0)
    const old = new Date(Date.now() - 73 * 3_600_000)
    await db.from('password_resets').update({ created_at: old })
    assert.equal(await prunePasswordResets(), 1)
  })
})

test.group('POST /password-resets/confirm', (group) => {
  let mails: Mails
  let ada: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    ada = await UserFactory.create()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  const linkFor = async (client: ApiClient, user = ada) => {
    await answers(ask(client, user.email), 202)
    return mails.token()
  }

  test('sets the password, ends every session and token, and says so by mail', async ({
    client,
    assert,
  }) => {
    const [one, two] = [await signIn(client, ada), await signIn(client, ada)]
    const program = await personalToken(client, ada)
    const token = await linkFor(client)
    await answers(client.get('/users/me').bearerToken(program.token), 200)
    await answers(confirm(client, token), 204)

    await answers(client.get('/users/me').bearerToken(program.token), 401)
    for (const { access_token: access, refresh_token: refresh } of [one, two]) {
      await answers(client.get('/users/me').bearerToken(access), 401)
      await answers(client.post('/token/refresh').json({ refresh_token: refresh }), 401)
    }
    await answers(login(client, ada, password), 401)
    await answers(login(client, ada, fresh), 200)
    const told = await mails.onlyOne()
    assert.equal(told.kind, 'password_changed')
    assert.equal(told.subject, 'Your password was reset')
    const events = await db.from('security_events').orderBy('id')
    assert.includeMembers(
      events.map(({ event }) => event),
      ['password_reset_requested', 'password_reset']
    )
  })

  test('takes a link once', async ({ client }) => {
    const token = await linkFor(client)
    await answers(confirm(client, token), 204)
    assertProblem(await confirm(client, token, 'another good one'), 422, 'validation_failed', [
      '/token',
    ])
    await answers(login(client, ada, fresh), 200)
  })

  test('lets one of twenty win that come at once', async ({ client, assert }) => {
    const token = await linkFor(client)
    const secrets = Array.from({ length: 20 }, (_, index) => `a password of number ${index}`)
    const statuses = await Promise.all(
      secrets.map((secret) => statusOf(confirm(client, token, secret)))
    )
    assert.deepEqual(statuses.toSorted(), [204, ...Array.from({ length: 19 }, () => 422)])
    const winner = secrets[statuses.indexOf(204)]
    await answers(login(client, ada, winner), 200)
    assert.lengthOf(await mails.sent(), 1)
  })

  test('does nothing before the button is pressed: a scanner opens the link', async ({
    client,
  }) => {
    await answers(ask(client, ada.email), 202)
    const { link } = await mails.onlyOne()
    const [path, token] = link!.split('#token=')
    for (const method of ['GET', 'HEAD']) {
      for (const query of ['', `?token=${token}`]) {
        await answers(client.request(new URL(path).pathname + query, method), 200)
      }
    }
    await answers(confirm(client, token), 204)
  })

  test('refuses {what} in the same words')
    .with([
      { what: 'an unknown token', change: async () => {}, token: 'x'.repeat(43) },
      {
        what: 'an expired one',
        change: () => db.from('password_resets').update({ expires_at: new Date() }),
        token: null,
      },
      {
        what: 'one of an erased account',
        change: (user: User) => db.from('users').where('id', user.id).update(erased),
        token: null,
      },
    ])
    .run(async ({ client, assert }, { change, token: given }) => {
      const token = await linkFor(client)
      await change(ada)
      const refused = await confirm(client, given ?? token)
      assertProblem(refused, 422, 'validation_failed', ['/token'])
      assert.deepEqual(refused.body().errors, [
        {
          pointer: '/token',
          rule: 'link',
          detail: 'The link was used or has expired. Ask for a new one.',
        },
      ])
    })

  test('keeps the link when the new password is refused', async ({ client }) => {
    const token = await linkFor(client)
    assertProblem(await confirm(client, token, 'short'), 422, 'validation_failed', [
      '/new_password',
    ])
    assertProblem(await confirm(client, token, 'password123'), 422, 'validation_failed', [
      '/new_password',
    ])
    await answers(confirm(client, token), 204)
  })

  test('is good for 30 minutes from the mail on, however late that went out', async ({
    client,
    assert,
  }) => {
    await answers(ask(client, ada.email), 202)
    const asked = new Date(Date.now() - 24 * 3_600_000)
    await db.from('password_resets').update({ created_at: asked })
    const token = await mails.token()
    const { expires_at: end } = await row('password_resets', { user_id: ada.id })
    assert.approximately((end - Date.now()) / 60_000, 30, 1)
    await answers(confirm(client, token), 204)
  })

  test('lets a suspended user set a password, and not sign in', async ({ client }) => {
    const token = await linkFor(client)
    await db.from('users').where('id', ada.id).update({ suspended_at: new Date() })
    await answers(confirm(client, token), 204)
    await answers(login(client, ada, fresh), 403)
  })

  test('works where mails are no longer sent', async ({ client, cleanup }) => {
    const token = await linkFor(client)
    cleanup(setting('mail.url', undefined))
    await answers(confirm(client, token), 204)
  })

  test('takes no token of another kind: {$self}')
    .with(['refresh', 'access', 'preview'])
    .run(async ({ client, assert }, kind) => {
      const tokens = await signIn(client, ada)
      const token = {
        refresh: tokens.refresh_token,
        access: tokens.access_token.slice(-43),
        preview: 'a'.repeat(32),
      }[kind]!
      const { errors } = await bodyOf(confirm(client, token))
      assert.equal(errors[0].rule, 'link')
      assert.equal(await PasswordReset.userIdOf(token, db.connection()), null)
    })
})

const erased = {
  erased_at: new Date(),
  email: null,
  username: null,
  password: null,
  role: 'member',
}
