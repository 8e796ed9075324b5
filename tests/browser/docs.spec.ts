import { rm } from 'node:fs/promises'
import type { Assert } from '@japa/assert'
import { test } from '@japa/runner'
import type { Browser } from 'playwright-core'
import { password, UserFactory } from '#database/factories/user_factory'
import { openBrowser, withoutBrowser } from '#tests/support/browser'
import { emptyDatabase } from '#tests/support/database'
import { hasNginx, OwnNginx, staticFiles } from '#tests/support/own_nginx'
import { listener, origin } from '#tests/support/server'

test.group('GET /docs in a browser', (group) => {
  let browser: Browser

  group.setup(async () => {
    if (!withoutBrowser) browser = await openBrowser()
  })
  group.teardown(() => browser?.close())
  group.each.setup(emptyDatabase)

  /** Signs in with the Authorize button and executes a request. */
  async function tryOut(address: string, assert: Assert) {
    const user = await UserFactory.create()
    const page = await browser.newPage()
    const requests: string[] = []
    const complaints: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', ({ message }) => complaints.push(message))

    await page.goto(`${address}/docs`)
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
    const failure = await call.locator(".response[data-code='401']").boundingBox()
    assert.isBelow(failure!.height, 100, 'a failure is shown by its name alone')
    assert.include(await answer.innerText(), user.email)
    assert.equal(await page.title(), 'Plaza API')
    assert.deepEqual(complaints, [])
    assert.include(requests, `${address}/login`)
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(`${address}/`) && !url.startsWith('data:')),
      []
    )
  }

  test('signs in with the Authorize button and executes a request', ({ assert }) =>
    tryOut(origin, assert)).skip(withoutBrowser !== undefined, withoutBrowser)

  test('does the same behind Nginx, which serves the files', async ({ assert, cleanup }) => {
    const files = await staticFiles()
    const nginx = await OwnNginx.start('plain', listener, { PLAZA_STATIC: files })
    cleanup(async () => {
      await nginx.stop()
      await rm(files, { recursive: true })
    })
    await tryOut(nginx.url, assert)
  }).skip(withoutBrowser !== undefined || !hasNginx, 'there is no Chromium or no nginx')
})
