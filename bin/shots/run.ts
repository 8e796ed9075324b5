/*
 * Makes pictures of the studio's screens in tmp/shots. It needs Chromium.
 * With --docs it makes the pictures of docs/studio.md.
 */

import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core'
import { openBrowser } from '../../tests/support/browser.js'
import { findFreePort } from '../services/processes.js'
import { addContent, password } from './content.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const isForDocs = process.argv.includes('--docs')
const FOLDER = join(ROOT, isForDocs ? 'docs/studio' : 'tmp/shots')

/** The admin of the demo data. */
const admin = 'ada'

interface Screen {
  path: string
  /** Opens a dialog of the page. */
  open?: (page: Page) => Promise<unknown>
  /** Longer than a window: the picture has all of it. */
  isLong?: boolean
}

const press = (name: RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()

const allScreens: Record<string, string | Screen> = {
  home: '/',
  reports: '/reports',
  report: '/reports/1/show',
  act: { path: '/reports/1/show', open: press(/^(Act on it|Maßnahme) …/) },
  applications: '/applications',
  application: '/applications/1/show',
  posts: '/posts',
  editor: '/posts/5',
  media: '/media',
  picture: { path: '/media', open: openFirst },
  choose: { path: '/posts/5', open: press(/^(Choose a cover|Titelbild wählen) …/) },
  calendar: '/calendar',
  comments: '/comments',
  batches: '/batches',
  batch: { path: '/batches', open: openFirst },
  imports: '/imports',
  import: { path: '/imports', open: openFirst },
  mails: '/mails',
  mail: { path: '/mails', open: openFirst },
  webhooks: '/webhooks',
  invites: '/invites',
  invite: { path: '/invites', open: press(/^(Invite|Einladen) …/) },
  reasons: '/reasons',
  users: '/users',
  user: '/users/3/show',
  tags: '/tags',
  collections: '/collections',
  types: '/types',
  roles: '/roles',
  audit: '/audit',
  settings: '/settings',
  account: { path: '/account', isLong: true },
  token: { path: '/account', open: press(/^(Make a token|Token anlegen) …/) },
  factor: { path: '/account', open: press(/^(Set up an a|A)uthenticator/) },
  terms: { path: '/', open: showTerms },
}

const inDocs = ['home', 'reports', 'report', 'posts', 'editor', 'calendar', 'media']
const screens = Object.entries(allScreens).filter(([name]) => !isForDocs || inDocs.includes(name))

const allLooks: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  german: { locale: 'de-DE' },
}
const looks = isForDocs ? { light: allLooks.light } : allLooks

const port = await findFreePort()
const address = `http://localhost:${port}`
const service = spawn(process.execPath, ['--import=./bin/typescript.js', 'bin/dev.ts'], {
  cwd: ROOT,
  env: {
    ...process.env,
    ...{ HOST: 'localhost', PORT: String(port), APP_URL: address, SIGNUP: 'approval' },
  },
  stdio: ['ignore', 'ignore', 'inherit'],
})
process.once('exit', () => service.kill())

await untilLive()
await addContent(address)
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER, { recursive: true })
importUsers()
const browser = await openBrowser()
for (const [name, look] of Object.entries(looks)) await shootAll(browser, name, look)
await browser.close()
console.log(`${screens.length * Object.keys(looks).length} pictures in ${FOLDER}`)
service.kill('SIGTERM')

async function shootAll(chromium: Browser, look: string, options: BrowserContextOptions) {
  const context = await chromium.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  await signIn(page)
  for (const [name, screen] of screens) {
    const { path, open, isLong } = typeof screen === 'string' ? { path: screen } : screen
    await page.goto(`${address}/studio${path}`)
    await page.waitForLoadState('networkidle')
    if (open) {
      await open(page)
      await page.waitForLoadState('networkidle')
    }
    // Lists and dialogs fade in.
    await sleep(500)
    const file = isForDocs ? `${name}.png` : `${name}-${look}.png`
    await page.screenshot({ path: join(FOLDER, file), fullPage: isLong })
  }
  await context.close()
}

/** One of its rows is refused, and one has notes. */
function importUsers() {
  const file = join(FOLDER, 'members-of-the-old-site.csv')
  const rows = ['grace@example.org,Grace,grace', 'no address,Kurt,', 'ada@example.com,Ada,ada']
  writeFileSync(file, ['email,name,username', ...rows].join('\n'))
  spawnSync('npm', ['run', '--silent', 'plaza', '--', 'import', file, '--from', 'csv-users'], {
    cwd: ROOT,
  })
  rmSync(file)
}

async function openFirst(page: Page) {
  await page.locator('a[data-row]').first().click()
}

/** Terms that the admin has not accepted yet, for this picture alone. */
async function showTerms(page: Page) {
  const instance = '**/instance'
  const terms = { terms_version: '2026-12-01', terms_url: 'https://example.org/terms' }
  const rules = ['Be kind.', 'Stay on the subject.']
  const change = async (route: Route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), ...terms, rules } })
  }
  await page.route(instance, change)
  await page.reload()
  await page.getByRole('dialog').waitFor()
  await page.unroute(instance, change)
}

async function signIn(page: Page) {
  await page.goto(`${address}/studio/`)
  await page.locator('input[name=username]').fill(admin)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.getByRole('menu').first().or(page.locator('header')).first().waitFor()
}

async function untilLive() {
  const isLive = () =>
    fetch(`${address}/studio`).then(
      ({ ok }) => ok,
      () => false
    )
  while (!(await isLive())) {
    if (service.exitCode !== null) process.exit(service.exitCode)
    await sleep(200)
  }
}
