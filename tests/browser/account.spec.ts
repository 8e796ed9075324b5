import { test } from '@japa/runner'
import type { Browser, Page } from 'playwright-core'
import { password, UserFactory } from '#database/factories/user_factory'
import type User from '#models/user'
import { tokenOf } from '#tests/support/accounts'
import { Authenticator } from '#tests/support/authenticator'
import { answers } from '#tests/support/answers'
import { violationsOf } from '#tests/support/axe'
import { openBrowser, withoutBrowser } from '#tests/support/browser'
import { emptyDatabase } from '#tests/support/database'
import { asked } from '#tests/support/email_changes'
import { Mails } from '#tests/support/mails'
import { PasskeyDevice, passkeySite } from '#tests/support/passkey_device'
import { setting } from '#tests/support/settings'

const fresh = 'staple these together'

/** A script that adds a passkey to an account. */
const addPasskey = (token: string) => `(async () => {
  const ask = async (path, body) => {
    const headers = { 'Content-Type': 'application/json', 'Authorization': 'Bearer ${token}' }
    return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }
  const options = await ask('/passkeys/options', {})
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const passkey = (await navigator.credentials.create({ publicKey })).toJSON()
  await ask('/passkeys', { passkey, name: 'Phone' })
})()`

test.group('The pages that links in mails lead to', (group) => {
  let browser: Browser
  let mails: Mails
  let page: Page
  let complaints: string[]
  let user: User

  group.setup(async () => {
    if (!withoutBrowser) browser = await openBrowser()
  })
  group.teardown(() => browser?.close())
  group.each.setup(emptyDatabase)
  group.each.setup(async () => {
    mails = await Mails.begin()
    user = await UserFactory.create()
    return () => mails.end()
  })
  group.each.teardown(emptyDatabase)
  group.each.skip(!!withoutBrowser, withoutBrowser)

  /** Opens a page, which must neither complain nor load anything from elsewhere. */
  async function open(link: string, locale = 'en-GB') {
    const context = await browser.newContext({ locale })
    page = await context.newPage()
    complaints = []
    page.on('console', (message) => {
      const isExpected = message.text().includes('status of 422')
      if (['error', 'warning'].includes(message.type()) && !isExpected)
        complaints.push(message.text())
    })
    page.on('pageerror', ({ message }) => complaints.push(message))
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(link).origin)) complaints.push(request.url())
    })
    await page.goto(link)
    return () => context.close()
  }

  const tells = (text: string) => page.getByRole('status').getByText(text).waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

  test('set a new password, by keyboard alone', async ({ client, assert, cleanup }) => {
    await answers(client.post('/password-resets').json({ email: user.email }), 202)
    const { link } = await mails.onlyOne()
    cleanup(await open(link!))
    assert.deepEqual(await violationsOf(page), [])
    assert.equal(await page.title(), 'Set a new password · Plaza')

    await page.getByLabel('New password').fill('password123')
    await page.keyboard.press('Enter')
    await tells('new_password is one of the most common passwords.')
    await page.getByLabel('New password').fill(fresh)
    await page.keyboard.press('Enter')
    await tells('The new password is set. Sign in with it.')
    assert.deepEqual(await violationsOf(page), [])
    assert.notInclude(page.url(), 'token')
    const login = { username: user.username, password: fresh }
    await answers(client.post('/login').json(login), 200)
    await answers(client.post('/login').json({ ...login, password }), 401)
    assert.deepEqual(complaints, [])
  })

  test('confirm an e-mail', async ({ client, assert, cleanup }) => {
    cleanup(setting('accounts.verifyEmail', 'required'))
    const fields = { email: 'new@example.org', username: 'newcomer', password: fresh }
    await answers(client.post('/users').json(fields), 202)
    const { link } = await mails.onlyOne()
    cleanup(await open(link!))
    assert.deepEqual(await violationsOf(page), [])
    await press('Confirm')
    await tells('Your e-mail is confirmed. You can sign in now.')
    await answers(client.post('/login').json({ username: 'newcomer', password: fresh }), 200)

    cleanup(await open(link!))
    await press('Confirm')
    await tells('This link was used or has expired.')
    assert.deepEqual(complaints, [])
  })

  test('ask for the code of a second factor', async ({ client, assert, cleanup }) => {
    cleanup(setting('passkeys.origins', ['https://elsewhere.example']))
    const app = await Authenticator.setUp(client, user)
    await mails.sent()
    await answers(client.post('/password-resets').json({ email: user.email }), 202)
    const { link } = await mails.onlyOne()
    cleanup(await open(link!))
    const code = page.getByLabel('Code of your authenticator app, or a recovery code')
    assert.isFalse(await code.isVisible())
    await page.getByLabel('New password').fill(fresh)
    await press('Set the password')
    await tells('code is missing: a second factor is on.')
    assert.deepEqual(await violationsOf(page), [])
    // A page elsewhere can't ask for passkeys.
    assert.equal(await page.getByRole('button').count(), 1)
    await code.fill(app.wrongCode())
    await press('Set the password')
    await tells('This code is wrong, or was used already.')
    await code.fill(app.recoveryCodes[2])
    await press('Set the password')
    await tells('The new password is set. Sign in with it.')
  })

  test('take a passkey as the second factor', async ({ client, assert, cleanup }) => {
    cleanup(setting('passkeys.rpId', 'localhost'))
    cleanup(setting('passkeys.origins', [passkeySite]))
    await answers(client.post('/password-resets').json({ email: user.email }), 202)
    const { link } = await mails.onlyOne()
    cleanup(await open(link!.replace(new URL(link!).origin, passkeySite)))
    const device = await PasskeyDevice.plugIn(page)
    await page.evaluate(addPasskey(await tokenOf(user)))

    await page.getByLabel('New password').fill(fresh)
    await press('Set the password')
    await tells('code is missing: a second factor is on.')
    assert.deepEqual(await violationsOf(page), [])
    await device.know(false)
    await press('Set it with a passkey')
    await tells('The browser gave no passkey.')
    await device.know(true)
    await page.getByLabel('New password').fill('short')
    await press('Set it with a passkey')
    await page.getByLabel('New password').fill(fresh)
    await press('Set it with a passkey')
    await tells('The new password is set. Sign in with it.')
    const login = client.post('/login').json({ username: user.username, password: fresh })
    assert.equal((await login).body().code, 'second_factor_required')
    assert.deepEqual(complaints, [])
  })

  test('undo a change of the e-mail', async ({ client, assert, cleanup }) => {
    const { email_change_notice: notice } = await asked(client, mails, user)
    cleanup(await open(notice.link!))
    assert.deepEqual(await violationsOf(page), [])
    await press('Undo the change')
    await tells('The change is undone. Look into your mails, and set a new password.')
    await answers(client.post('/login').json({ username: user.username, password }), 401)
    assert.deepEqual(complaints, [])
  })

  test('speak the language of the browser', async ({ client, assert, cleanup }) => {
    await answers(client.post('/password-resets').json({ email: user.email }), 202)
    const { link } = await mails.onlyOne()
    cleanup(await open(link!, 'de-AT'))
    assert.equal(await page.locator('html').getAttribute('lang'), 'de')
    await page.getByLabel('Neues Passwort').fill(fresh)
    await press('Passwort setzen')
    await tells('Das neue Passwort ist gesetzt.')
    assert.deepEqual(complaints, [])
  })

  test('say when a link was used, or has none of its token', async ({
    client,
    assert,
    cleanup,
  }) => {
    await answers(client.post('/password-resets').json({ email: user.email }), 202)
    const { link } = await mails.onlyOne()
    cleanup(await open(link!.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))))
    await page.getByLabel('New password').fill(fresh)
    await press('Set the password')
    await tells('This link was used or has expired.')
    cleanup(await open(link!.split('#')[0]))
    await tells('This link was used or has expired.')
    assert.equal(await page.getByRole('button').count(), 0)
    assert.deepEqual(complaints, [])
  })
})
