import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { answers } from '#tests/support/answers'
import { emptyDatabase } from '#tests/support/database'
import { Mails } from '#tests/support/mails'
import type { Received } from '#tests/support/mail_server'
import { assertProblem } from '#tests/support/problems'
import { people } from '#tests/support/staff'

const EMAIL = 'grace@example.org'

const headerOf = (mail: Received, name: string) =>
  mail.headers.find(({ key }) => key === name)?.value

/** The path of `List-Unsubscribe`. */
function linkIn(mail: Received): string {
  const [, url] = /^<(.+)>$/.exec(headerOf(mail, 'list-unsubscribe') ?? '')!
  return new URL(url).pathname
}

test.group('One-click unsubscription (RFC 8058)', (group) => {
  let mails: Mails
  let admin: User
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    const staff = await people('admin')
    admin = staff[0]
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)

  const invite = (client: ApiClient, email = EMAIL) =>
    answers(client.post('/invites').loginAs(admin).json({ email }), 201)
  const unsubscribe = (client: ApiClient, link: string) =>
    client.post(link).form({ 'List-Unsubscribe': 'One-Click' })

  test('ends invites to the address, in any case, and no others', async ({ client, assert }) => {
    await invite(client)
    const mail = await mails.onlyOne()
    assert.equal(headerOf(mail, 'list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    await answers(unsubscribe(client, linkIn(mail)), 204)
    await answers(unsubscribe(client, linkIn(mail)), 204)

    await invite(client, EMAIL.toUpperCase())
    await invite(client, 'ada@example.org')
    assert.equal((await mails.onlyOne()).recipient, 'ada@example.org')
    assert.notInclude(JSON.stringify(await db.from('unsubscribed_emails')), EMAIL)
  })

  test('leaves mails about an account as they are', async ({ client, assert }) => {
    await invite(client)
    await answers(unsubscribe(client, linkIn(await mails.onlyOne())), 204)
    await admin.merge({ email: EMAIL }).save()
    await answers(client.post('/password-resets').json({ email: EMAIL }), 202)
    const mail = await mails.onlyOne()
    assert.equal(mail.kind, 'password_reset')
    assert.isUndefined(headerOf(mail, 'list-unsubscribe'))
  })

  test('changes nothing when a program opens the link, and leads to a page', async ({
    client,
    assert,
  }) => {
    await invite(client)
    const link = linkIn(await mails.onlyOne())
    const response = await answers(client.get(link).redirects(0), 302)
    assert.equal(new URL(response.header('location')!).hash, `#token=${link.split('/').at(-1)}`)
    assert.isEmpty(await db.from('unsubscribed_emails'))
  })

  test('refuses other tokens and other bodies', async ({ client, assert }) => {
    await invite(client)
    const link = linkIn(await mails.onlyOne())
    const other = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    for (const wrong of [other, '/unsubscribes/x', `/unsubscribes/${'A'.repeat(86)}`]) {
      assertProblem(await unsubscribe(client, wrong), 404, 'not_found')
    }
    for (const body of [{ 'List-Unsubscribe': 'No' }, {}]) {
      const response = await client.post(link).form(body)
      assertProblem(response, 422, 'validation_failed', ['/List-Unsubscribe'])
    }
    assert.isEmpty(await db.from('unsubscribed_emails'))
  })
})
