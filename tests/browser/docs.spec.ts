import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { password, UserFactory } from '#database/factories/user_factory'
import { openBrowser, withoutBrowser } from '#tests/support/browser'
import { emptyDatabase } from '#tests/support/database'
import { origin } from '#tests/support/server'

test.group('GET /docs in a browser', (group) => {
  let browser: Browser

  group.setup(async () => {
    if (!withoutBrowser) browser = await openBrowser()
  })
  group.teardown(() => browser?.close())
  group.each.setup(emptyDatabase)

  test('signs in by the Authorize button and executes a call', async ({ assert }) => {
    const user = await UserFactory.create()
    const page = await browser.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', ({ message }) => complaints.push(message))

    await page.goto(`${origin}/docs`)
    await page.locator('.auth-wrapper .authorize').click()
    const dialog = page.locator('.modal-ux')
    await dialog.locator('#oauth_username').fill(user.username)
    await dialog.locator('#oauth_password').fill(password)
    await dialog.getByLabel('Apply given OAuth2 credentials').click()
    await dialog.getByText('Logout').waitFor()
    await dialog.locator('.close-modal').click()

    const call = page.locator('#operations-Accounts-meShow')
    await call.locator('.opblock-summary-control').click()
    await call.getByRole('button', { name: 'Execute' }).click()
    const answer = call.locator('.live-responses-table')
    await answer.waitFor()

    assert.equal(await answer.locator('.response .response-col_status').innerText(), '200')
    assert.include(await answer.innerText(), user.email)
    assert.equal(await page.title(), 'Plaza API')
    assert.deepEqual(complaints, [])
    assert.include(requests, `${origin}/login`)
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith('data:')),
      []
    )
  }).skip(withoutBrowser !== undefined, withoutBrowser)
})
