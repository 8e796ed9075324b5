import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { Browser, Page } from 'playwright-core'
import { PostFactory } from '#database/factories/post_factory'
import { UserFactory } from '#database/factories/user_factory'
import { bodyOf } from '#tests/support/answers'
import { openBrowser, withoutBrowser } from '#tests/support/browser'
import { emptyDatabase } from '#tests/support/database'
import { origin } from '#tests/support/server'

const DEVELOPMENT = 'http://localhost:3333'

/** The page as it stands, with the address of this server. */
function copyOfPage(): string {
  const page = readFileSync(app.makePath('docs/magazine.html'), 'utf8')
  const parts = page.split(DEVELOPMENT)
  if (parts.length !== 2) throw new Error(`The page names ${DEVELOPMENT} ${parts.length - 1} times`)
  const copy = join(mkdtempSync(join(tmpdir(), 'plaza-magazine-')), 'magazine.html')
  writeFileSync(copy, parts.join(origin))
  return copy
}

test.group('docs/magazine.html in a browser', (group) => {
  let browser: Browser
  let page: Page
  let address: string
  const complaints: string[] = []

  group.tap((one) => one.skip(withoutBrowser !== undefined, withoutBrowser))
  group.setup(async () => {
    const copy = copyOfPage()
    address = String(pathToFileURL(copy))
    if (!withoutBrowser) browser = await openBrowser()
    return async () => {
      await browser?.close()
      rmSync(dirname(copy), { recursive: true })
    }
  })
  group.each.setup(async () => {
    await emptyDatabase()
    complaints.length = 0
    page = await browser.newPage()
    page.on('pageerror', ({ message }) => complaints.push(message))
    return () => page.close()
  })

  test('lists the published posts, page by page', async ({ assert }) => {
    const { id: userId } = await UserFactory.create()
    const posts = Array.from({ length: 12 }, (_, age) => ({
      userId,
      title: `Article ${age}`,
      publishedAt: DateTime.now().minus({ hours: age }),
    }))
    await PostFactory.merge(posts).createMany(12)
    await PostFactory.merge({ userId, title: 'Not yet' }).apply('draft').create()

    await page.goto(address)
    await page.getByRole('heading', { name: 'Article 9' }).waitFor()
    assert.equal(await page.locator('h2').count(), 10)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('heading', { name: 'Article 11' }).waitFor()
    assert.deepEqual(
      await page.locator('h2').allInnerTexts(),
      posts.map(({ title }) => title)
    )
    assert.equal(await page.getByRole('button').count(), 0)
    assert.isEmpty(complaints)
  })

  test('shows an article with its translations', async ({ client, assert }) => {
    const author = await UserFactory.create()
    const write = (text: object) => bodyOf(client.post('/posts').loginAs(author).json(text))
    const { id } = await write({
      title: 'Night trains',
      content: '## Berlin\n\nA **bed** <script>alert(1)</script>',
      content_format: 'markdown',
    })
    const german = { title: 'Nachtzüge', content: 'Ein Bett', language: 'de', translation_of: id }
    await write(german)

    await page.goto(address)
    await page.getByRole('link', { name: 'Night trains' }).click()
    assert.equal(await page.locator('main div h2').innerText(), 'Berlin')
    assert.equal(await page.locator('main strong').innerText(), 'bed')
    assert.equal(await page.locator('main script').count(), 0)
    await page.getByRole('link', { name: 'de' }).click()
    await page.getByRole('heading', { name: 'Nachtzüge' }).waitFor()
    await page.getByRole('link', { name: 'en', exact: true }).waitFor()
    assert.isEmpty(complaints)
  })

  test('says why it shows no article', async ({ assert }) => {
    await page.goto(`${address}#nowhere`)
    await page.getByText('There is no such post').waitFor()
    assert.isEmpty(complaints)
  })
})
