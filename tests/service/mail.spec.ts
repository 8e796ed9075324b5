import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import ChangePassword from '#actions/users/change_password'
import { password, UserFactory } from '#database/factories/user_factory'
import DeadEmail from '#models/dead_email'
import type User from '#models/user'
import { wake } from '#queue/queue'
import { confirmationOf, signIn, source } from '#tests/support/accounts'
import { answers } from '#tests/support/answers'
import { makeCertificate } from '#tests/support/certificate'
import { emptyDatabase, row } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { openJobs, runJobs, startConsumer } from '#tests/support/jobs'
import { MailServer, refusal } from '#tests/support/mail_server'
import { setting } from '#tests/support/settings'

const fresh = 'staple these together'
const jobOf = (id: string) => row('jobs.job', { id })

/** Changes the password through the API: its owner gets a mail. @returns the job */
async function changePassword(client: ApiClient, user: User) {
  const { access_token: token } = await signIn(client, user)
  const body = { current_password: password, new_password: fresh }
  await answers(client.put('/users/me/password').bearerToken(token).json(body), 200)
  return db.from('jobs.job').where('name', 'mail').orderBy('created_on', 'desc').first()
}

test.group('A mail', (group) => {
  let server: MailServer
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    server = await MailServer.start()
    const undo = server.use()
    return async () => {
      undo()
      await server.stop()
    }
  })
  group.each.teardown(emptyDatabase)

  test('is queued with its cause, by ids alone, and sent as text and HTML', async ({
    client,
    assert,
  }) => {
    const user = await UserFactory.merge({ displayName: 'Ada <Lovelace>' }).create()
    const job = await changePassword(client, user)
    const { id } = await row('security_events', { event: 'password_changed' })
    assert.deepEqual(job.data, { kind: 'password_changed', id })

    await runJobs()
    const [mail, ...others] = server.received
    assert.isEmpty(others)
    assert.equal(mail.recipient, user.email)
    assert.equal(mail.kind, 'password_changed')
    assert.equal(mail.subject, 'Your password was changed')
    assert.deepEqual(mail.from, { name: 'Plaza', address: 'no-reply@plaza.test' })
    assert.equal(mail.messageId, `<${job.id}@plaza.test>`)
    assert.include(
      mail.text!,
      `Hello Ada <Lovelace>,\n\nThe password of your account @${user.username}`
    )
    assert.include(mail.html!, 'Hello Ada &lt;Lovelace&gt;,')
    assert.match(mail.html!, /^<!doctype html>\s<html lang="en">/)
    const automatic = mail.headers.find(({ key }) => key === 'auto-submitted')
    assert.equal(automatic?.value, 'auto-generated')
    assert.notMatch(mail.html!, /<(img|script|iframe)/)
  })

  test('is in the language of its reader: {language}')
    .with([
      { language: 'de', subject: 'Dein Passwort wurde geändert' },
      { language: 'de-AT', subject: 'Dein Passwort wurde geändert' },
      { language: 'nl', subject: 'Your password was changed' },
      { language: null, subject: 'Your password was changed' },
    ])
    .run(async ({ client, assert }, { language, subject }) => {
      const user = await UserFactory.merge({ language }).create()
      await changePassword(client, user)
      await runJobs()
      assert.equal(server.received[0].subject, subject)
      assert.include(server.received[0].html!, `<html lang="${subject[0] === 'D' ? 'de' : 'en'}">`)
    })

  test('is not queued for a write that is refused, nor where no mail is sent', async ({
    client,
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    const { access_token: token } = await signIn(client, user)
    const put = (body: object) => client.put('/users/me/password').bearerToken(token).json(body)
    await answers(put({ current_password: 'wrong', new_password: fresh }), 422)
    const confirmed = await confirmationOf(user)
    const failing = { confirmed, password: fresh, lifetime: Number.NaN, source }
    await assert.rejects(() => new ChangePassword().handle(failing))
    assert.isEmpty(await openJobs())

    cleanup(setting('mail.url', undefined))
    await answers(put({ current_password: password, new_password: fresh }), 200)
    assert.isEmpty(await openJobs())
  })

  test('is not sent to an erased account', async ({ client, assert }) => {
    const user = await UserFactory.create()
    const job = await changePassword(client, user)
    await answers(client.delete('/users/me').loginAs(user).json({ password: fresh }), 204)
    await runJobs()
    assert.isEmpty(server.received)
    assert.equal((await jobOf(job.id)).state, 'completed')
  })

  test('that the server takes later is tried again, and what it said is kept without an address', async ({
    client,
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    server.onRecipient = async (address) =>
      refusal(451, `4.3.0 Not now, ${address} https://x.test/#token=1`)
    const job = await changePassword(client, user)
    const consumer = await startConsumer()
    cleanup(() => consumer.stop())
    await eventually(async () => (await jobOf(job.id)).state === 'retry')
    const { output, start_after: due } = await jobOf(job.id)
    assert.equal(output.message, 'The mail server answered "451 4.3.0 Not now, … …" to RCPT TO.')
    assert.isAbove(due, new Date(Date.now() + 20_000))

    server.onRecipient = async () => {}
    await db.from('jobs.job').where('id', job.id).update({ start_after: new Date() })
    await db.rawQuery(`select ${wake}`, { name: 'mail' })
    await eventually(() => server.received.length === 1)
    await eventually(async () => (await jobOf(job.id)).state === 'completed')
  })

  test('to a mailbox that does not exist is the last one there, until it is confirmed anew', async ({
    client,
    assert,
  }) => {
    const [dead, alive] = await UserFactory.createMany(2)
    server.onRecipient = async (address) =>
      address === dead.email ? refusal(550, '5.1.1 No such user') : undefined
    const job = await changePassword(client, dead)
    await changePassword(client, alive)
    await runJobs()
    assert.equal((await jobOf(job.id)).state, 'completed')
    assert.deepEqual(
      server.received.map(({ recipient }) => recipient),
      [alive.email]
    )
    assert.isTrue(await DeadEmail.has(dead.email.toUpperCase()))
    assert.isFalse(await DeadEmail.has(alive.email))

    server.onRecipient = async () => {}
    await db.from('jobs.job').where('id', job.id).update({ state: 'created' })
    await runJobs()
    assert.isEmpty(server.to(dead.email))
  })

  test('that is refused for another reason leaves the address alive: {answer}')
    .with([
      { code: 550, answer: '5.7.1 Relaying denied' },
      { code: 550, answer: 'User unknown' },
      { code: 554, answer: '5.7.1 Looks like spam' },
      { code: 550, answer: '5.1.17 Something new' },
    ])
    .run(async ({ client, assert, cleanup }, { code, answer }) => {
      const user = await UserFactory.create()
      server.onRecipient = async () => refusal(code, answer)
      const job = await changePassword(client, user)
      const consumer = await startConsumer()
      cleanup(() => consumer.stop())
      await eventually(async () => (await jobOf(job.id)).state === 'retry')
      assert.isFalse(await DeadEmail.has(user.email))
    })

  test('whose server dies in the middle is sent once more, and is known as the same', async ({
    client,
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    let deaths = 0
    server.onKept = async (_, cut) => {
      if (deaths++ === 0) cut()
    }
    const job = await changePassword(client, user)
    const consumer = await startConsumer()
    cleanup(() => consumer.stop())
    await eventually(async () => (await jobOf(job.id)).state === 'retry')
    await db.from('jobs.job').where('id', job.id).update({ start_after: new Date() })
    await db.rawQuery(`select ${wake}`, { name: 'mail' })
    await eventually(async () => (await jobOf(job.id)).state === 'completed')
    assert.lengthOf(server.received, 2)
    assert.equal(server.received[0].messageId, server.received[1].messageId)
  })

  test('that the server never answers holds no other up', async ({ client, assert, cleanup }) => {
    const [stuck, ...others] = await UserFactory.createMany(4)
    const { promise, resolve } = Promise.withResolvers<void>()
    server.onRecipient = (address) => (address === stuck.email ? promise : Promise.resolve())
    cleanup(() => resolve())
    for (const user of [stuck, ...others]) await changePassword(client, user)
    const consumer = await startConsumer()
    await eventually(() => server.received.length === others.length)
    assert.isEmpty(server.to(stuck.email))
    resolve()
    await eventually(() => server.to(stuck.email).length === 1)
    await consumer.stop()
  })

  test('is tried for two days with growing pauses, then kept as failed, listed and retried', async ({
    client,
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    server.onRecipient = async () => refusal(451, '4.3.0 Not now')
    const job = await changePassword(client, user)
    const consumer = await startConsumer()
    cleanup(() => consumer.stop())
    const pauses: number[] = []
    const step = async () => {
      const { state, start_after: due } = await jobOf(job.id)
      if (state !== 'retry' || due <= new Date()) return state === 'failed'
      pauses.push((due.getTime() - Date.now()) / 3_600_000)
      await db.from('jobs.job').where('id', job.id).update({ start_after: new Date() })
      await db.rawQuery(`select ${wake}`, { name: 'mail' })
      return false
    }
    await eventually(step)
    const hours = pauses.reduce((sum, pause) => sum + pause, 0)
    assert.lengthOf(pauses, 20)
    assert.isAbove(hours, 40)
    assert.isBelow(hours, 60)
    assert.isAbove(pauses.at(-1)!, 100 * pauses[0])

    const { plaza } = await import('#tests/support/captured_terminal')
    const { json } = await plaza('mail list --state failed --json')
    assert.containSubset(json.data, [{ id: job.id, queue: 'mail', failures: 21 }])
    const { out } = await plaza('mail list')
    assert.match(out, /password_changed +failed +21/)
    assert.match(
      (await plaza(`mail show ${job.id}`)).out,
      /Last failure +The mail server answered "451/
    )

    server.onRecipient = async () => {}
    assert.equal((await plaza(`mail retry ${job.id}`)).code, 0)
    await eventually(() => server.received.length === 1)
    const { id } = await row('security_events', { event: 'password_changed' })
    assert.containSubset(await row('audit_entries', { action: 'job.retry' }), {
      target_type: 'mail',
      target_id: id,
    })
    const refused = await plaza(`mail retry ${job.id}`)
    assert.equal(refused.code, 4)
  })

  test('other jobs are no mails: plaza mail {verb}')
    .with([{ verb: 'show' }, { verb: 'retry' }])
    .run(async ({ client, assert }, { verb }) => {
      const user = await UserFactory.create()
      await answers(client.delete('/users/me').loginAs(user).json({ password }), 204)
      const [{ id }] = await openJobs()
      const { plaza } = await import('#tests/support/captured_terminal')
      const { code, err } = await plaza(`mail ${verb} ${id}`)
      assert.equal(code, 3)
      assert.equal(err, 'error: There is no such mail.\n')
    })
})

test.group('A mail server', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  /** What the first try of a mail says. */
  async function failureOf(client: ApiClient): Promise<string> {
    const job = await changePassword(client, await UserFactory.create())
    const consumer = await startConsumer()
    await eventually(async () => (await jobOf(job.id)).state === 'retry')
    await consumer.stop()
    return (await jobOf(job.id)).output.message
  }

  test('without TLS gets no mail where it is required', async ({ client, assert, cleanup }) => {
    const server = await MailServer.start({ disabledCommands: ['STARTTLS'] })
    cleanup(() => server.stop())
    cleanup(server.use({ query: '?tls=required' }))
    assert.match(await failureOf(client), /^The mail server offers no TLS\. /)
    assert.isEmpty(server.received)
  })

  test('with a certificate of its own making gets no mail', async ({ client, assert, cleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-tls-'))
    cleanup(() => rm(folder, { recursive: true }))
    const { key, certificate } = makeCertificate(folder)
    const files = { key: await readFile(key), cert: await readFile(certificate) }
    const server = await MailServer.start(files)
    cleanup(() => server.stop())
    cleanup(server.use({ query: '?tls=required' }))
    assert.match(await failureOf(client), /can’t be used: self-signed certificate/)
    assert.isEmpty(server.received)
  })

  test('that takes no mail with this password is told of without it', async ({
    client,
    assert,
    cleanup,
  }) => {
    const server = await MailServer.start({
      allowInsecureAuth: true,
      onAuth: (auth, _, done) =>
        auth.password === 'right@word' ? done(null, { user: 'ada' }) : done(new Error('No')),
    })
    cleanup(() => server.stop())
    const undo = server.use({ user: 'ada:wrong%40word@' })
    const said = await failureOf(client)
    undo()
    assert.match(said, /^The mail server answered "535 .*" to AUTH/)
    assert.notInclude(said, 'wrong')

    cleanup(server.use({ user: 'ada:right%40word@' }))
    await db.rawQuery('delete from jobs.job')
    await changePassword(client, await UserFactory.create())
    await runJobs()
    assert.lengthOf(server.received, 1)
  })

  test('that is away is told of', async ({ client, assert, cleanup }) => {
    const server = await MailServer.start()
    cleanup(server.use())
    await server.stop()
    assert.match(await failureOf(client), /^The mail server can’t be used: .*ECONNREFUSED/)
  })
})

test.group('Development', (group) => {
  group.each.setup(emptyDatabase)
  group.each.teardown(emptyDatabase)

  test('keeps each mail as a file', async ({ client, assert, cleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-mails-'))
    cleanup(() => rm(folder, { recursive: true }))
    cleanup(setting('mail.folder', join(folder, 'mail')))
    const user = await UserFactory.create()
    await changePassword(client, user)
    await runJobs()
    const names = await readdir(join(folder, 'mail'))
    assert.lengthOf(names, 1)
    assert.match(names[0], /^\d{4}-\d\d-\d\dT.*-password_changed-[0-9a-f]{6}\.eml$/)
    const eml = await readFile(join(folder, 'mail', names[0]), 'utf8')
    assert.match(eml, /^X-Plaza-Mail: password_changed$/m)
    assert.include(eml, `To: ${user.email}`)
  })
})
