import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { password, UserFactory } from '#database/factories/user_factory'
import { pruneEmailChanges } from '#jobs/prune_email_changes'
import type User from '#models/user'
import { signIn } from '#tests/support/accounts'
import { answers, bodyOf, statusOf } from '#tests/support/answers'
import { Authenticator } from '#tests/support/authenticator'
import { emptyDatabase, row } from '#tests/support/database'
import {
  asked,
  change,
  changed,
  confirm,
  fresh,
  login,
  old,
  undo,
  wanted,
} from '#tests/support/email_changes'
import { tokenIn } from '#tests/support/mail_server'
import { Mails } from '#tests/support/mails'
import { assertProblem } from '#tests/support/problems'
import { setting } from '#tests/support/settings'
import { SoftwarePasskey } from '#tests/support/software_passkey'
import { people } from '#tests/support/staff'

test.group('POST /email-changes/undo', (group) => {
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

  test('gives the account back, ends all that the thief has, and sends a link for a new password', async ({
    client,
    assert,
  }) => {
    const told = await changed(client, mails, ada)
    const thief = await signIn(client, ada)
    const fields = { name: 'Mine', scopes: ['read'] }
    const made = client.post('/tokens').bearerToken(thief.access_token).json(fields)
    const { token: personal } = await bodyOf(answers(made, 201))
    await answers(client.get('/posts').bearerToken(personal), 200)

    await answers(undo(client, tokenIn(told)), 204)
    assert.equal(await emailOf(), old)
    await answers(client.get('/users/me').bearerToken(thief.access_token), 401)
    await answers(client.get('/users/me').bearerToken(personal), 401)
    const refresh = { refresh_token: thief.refresh_token }
    await answers(client.post('/token/refresh').json(refresh), 401)
    await answers(login(client, 'ada'), 401)

    const mail = await mails.onlyOne()
    assert.equal(mail.recipient, old)
    assert.equal(mail.kind, 'password_reset')
    const reset = { token: tokenIn(mail), new_password: fresh }
    await answers(client.post('/password-resets/confirm').json(reset), 204)
    await answers(login(client, old, fresh), 200)
    const events = await db.from('security_events').orderBy('id')
    assert.includeMembers(
      events.map(({ event }) => event),
      ['email_change_requested', 'email_changed', 'email_change_undone']
    )
  })

  test('works when the change was withdrawn, as a thief may do', async ({ client, assert }) => {
    const { email_change_notice: told } = await asked(client, mails, ada)
    const thief = await signIn(client, ada)
    const withdraw = () => client.delete('/users/me/email-change').bearerToken(thief.access_token)
    await answers(withdraw(), 204)
    assertProblem(await withdraw(), 404, 'not_found')
    await answers(undo(client, tokenIn(told)), 204)
    await answers(client.get('/users/me').bearerToken(thief.access_token), 401)
    assert.equal((await mails.onlyOne()).kind, 'password_reset')
    const events = await db.from('security_events').orderBy('id')
    assert.includeMembers(
      events.map(({ event }) => event),
      ['email_change_requested', 'email_change_withdrawn', 'email_change_undone']
    )
  })

  test('removes a second factor and an identity of the thief, and keeps older ones of the owner', async ({
    client,
    assert,
  }) => {
    const told = await changed(client, mails, ada)
    await SoftwarePasskey.add(client, ada)
    await db.from('passkeys').update({ created_at: new Date(Date.now() - 60_000) })
    await Authenticator.setUp(client, ada)
    await mails.sent()
    const linked = { user_id: ada.id, issuer: 'one', issuer_url: 'https://one.example' }
    const before = { subject: 'owner', created_at: new Date(Date.now() - 60_000) }
    await db.table('identities').multiInsert([
      { ...linked, ...before },
      { ...linked, subject: 'thief', created_at: new Date() },
    ])
    await answers(undo(client, tokenIn(told)), 204)
    assert.deepEqual(
      (await db.from('identities')).map(({ subject }) => subject),
      ['owner']
    )
    assert.isEmpty(await db.from('totp_secrets'))
    assert.isEmpty(await db.from('recovery_codes'))
    assert.lengthOf(await db.from('passkeys'), 1)
  })

  test('ends a change that waits, too', async ({ client, assert }) => {
    const { email_change: theirs, email_change_notice: mine } = await asked(client, mails, ada)
    await answers(undo(client, tokenIn(mine)), 204)
    assertProblem(await confirm(client, tokenIn(theirs)), 422, 'validation_failed', ['/token'])
    await answers(login(client, 'ada'), 401)
    assert.equal(await emailOf(), old)
    assert.equal((await mails.onlyOne()).recipient, old)
  })

  test('takes a link once, and lets one of twenty win', async ({ client, assert }) => {
    const told = await changed(client, mails, ada)
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => statusOf(undo(client, tokenIn(told))))
    )
    assert.deepEqual(statuses.toSorted(), [204, ...Array.from({ length: 19 }, () => 422)])
    assert.lengthOf(await mails.sent(), 1)
  })

  test('leaves the former e-mail, whichever of it and the confirmation comes first', async ({
    client,
    assert,
  }) => {
    const { email_change: theirs, email_change_notice: mine } = await asked(client, mails, ada)
    const [undone] = await Promise.all([
      statusOf(undo(client, tokenIn(mine))),
      statusOf(confirm(client, tokenIn(theirs))),
    ])
    assert.equal(undone, 204)
    assert.equal(await emailOf(), old)
    const reset = (await mails.sent()).filter(({ kind }) => kind === 'password_reset')
    assert.deepEqual(
      reset.map(({ recipient }) => recipient),
      [old]
    )
  })

  test('ends every later change with its links', async ({ client, assert }) => {
    const told = await changed(client, mails, ada)
    const later = await changed(client, mails, ada, 'third@example.org')
    assert.equal(later.recipient, wanted)
    const waiting = await asked(client, mails, ada, 'fourth@example.org')
    await answers(undo(client, tokenIn(told)), 204)
    assert.equal(await emailOf(), old)
    for (const link of [
      undo(client, tokenIn(later)),
      confirm(client, tokenIn(waiting.email_change)),
    ])
      assertProblem(await link, 422, 'validation_failed', ['/token'])
    assert.equal((await mails.onlyOne()).recipient, old)
  })

  test('holds for 7 days after the change, and no longer', async ({ client, assert }) => {
    const told = await changed(client, mails, ada)
    const age = (days: number) => {
      const time = new Date(Date.now() - days * 86_400_000)
      return db.from('email_changes').update({ created_at: time, confirmed_at: time })
    }
    await age(6.9)
    assert.equal(await pruneEmailChanges(), 0)
    await age(7)
    assertProblem(await undo(client, tokenIn(told)), 422, 'validation_failed', ['/token'])
    assert.equal(await pruneEmailChanges(), 1)
  })

  test('keeps the former e-mail from other accounts meanwhile', async ({
    client,
    assert,
    cleanup,
  }) => {
    await changed(client, mails, ada)
    const fields = { email: old.toUpperCase(), password: fresh }
    assertProblem(await client.post('/users').json(fields), 409, 'email_taken')
    const [admin] = await people('admin')
    const made = await client.post('/admin/users').loginAs(admin).json(fields)
    assertProblem(made, 409, 'email_taken')
    const grace = await UserFactory.create()
    const { email_change: other } = await asked(client, mails, grace, old)
    assert.isUndefined(other.link)

    cleanup(setting('accounts.verifyEmail', 'required'))
    await answers(client.post('/users').json(fields), 202)
    const told = await mails.onlyOne()
    assert.equal(told.recipient.toLowerCase(), old)
    assert.isUndefined(told.link)
    // Its former owner takes it back.
    await changed(client, mails, ada, old)
    assert.equal(await emailOf(), old)
  })

  test('is not offered to an address that was never confirmed, which is told all the same', async ({
    client,
    assert,
  }) => {
    await db.from('users').where('id', ada.id).update({ email_confirmed_at: null })
    const { email_change: mine, email_change_notice: notice } = await asked(client, mails, ada)
    assert.equal(notice.recipient, old)
    assert.isUndefined(notice.link)
    await answers(confirm(client, tokenIn(mine)), 204)
    const told = await mails.onlyOne()
    assert.equal(told.recipient, old)
    assert.isUndefined(told.link)
    assert.isNull((await row('email_changes', { user_id: ada.id })).undo_digest)
    await answers(client.post('/users').json({ email: old, password: fresh }), 201)
  })

  test('is gone with the account', async ({ client, assert }) => {
    const told = await changed(client, mails, ada)
    await answers(client.delete('/users/me').loginAs(ada).json({ password }), 204)
    assert.isEmpty(await db.from('email_changes'))
    assertProblem(await undo(client, tokenIn(told)), 422, 'validation_failed', ['/token'])
  })

  test('is in the export of the user', async ({ client, assert }) => {
    await changed(client, mails, ada)
    const [admin] = await people('admin')
    const reason = 'They asked for it.'
    const path = `/admin/users/${ada.id}/exports`
    const exported = await bodyOf(client.post(path).loginAs(admin).json({ reason }))
    assert.containSubset(exported.email_changes, [{ old_email: old, new_email: wanted }])
    assert.notInclude(JSON.stringify(exported), 'digest')
  })

  test('takes no other link', async ({ client }) => {
    const { email_change: theirs } = await asked(client, mails, ada)
    assertProblem(await undo(client, tokenIn(theirs)), 422, 'validation_failed', ['/token'])
    assertProblem(await undo(client, 'x'), 422, 'validation_failed', ['/token'])
    await answers(change(client, ada), 202)
  })
})
