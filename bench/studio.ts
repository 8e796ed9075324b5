import type { CDPSession, Page } from 'playwright-core'
import { openBrowser } from '../tests/support/browser.js'
import { median } from './comparison.js'
import { grow } from './grow.js'
import { password, type Plaza, type Writer } from './plaza.js'
import type { Figure } from './report.js'
import type { Server } from './server.js'

const SAMPLES = 5
const REPORTS = 30
const KEYS = 100
const PARAGRAPH = 'A plaza belongs to those who meet on it. '.repeat(12)
const SLOWER = 4

const lists = {
  posts: 'posts by their change',
  comments: 'comments',
  users: 'users',
}

/** How the studio feels in Chromium, with 1 000 000 posts. */
export async function studio(
  plaza: Plaza,
  server: Server,
  writers: Writer[],
  posts: number
): Promise<Figure[]> {
  await grow(plaza, posts)
  await plaza.query(`update users set role = 'admin' where id = ${writers[0].id}`)
  await report(plaza, server, writers)
  const browser = await openBrowser()
  try {
    const first = await timesOf(SAMPLES, async () => {
      const page = await browser.newPage({ locale: 'en-GB' })
      return firstScreen(page, server).finally(() => page.context().close())
    })
    const page = await browser.newPage({ locale: 'en-GB' })
    await signIn(page, server, writers[0])
    return [
      {
        name: 'first screen of the studio, KB compressed',
        value: median(first.map(({ bytes }) => bytes)) / 1000,
        atMost: 450,
      },
      {
        name: `first screen of the studio, s until it takes input, on a processor ${SLOWER} times slower`,
        value: median(first.map(({ ms }) => ms)) / 1000,
        atMost: 1.5,
      },
      ...(await openLists(page)),
      await nextReport(page, server, writers[0]),
      await keystroke(page, server, writers[0]),
    ]
  } finally {
    await browser.close()
  }
}

async function timesOf<T>(times: number, measure: () => Promise<T>): Promise<T[]> {
  const taken: T[] = []
  for (let time = 0; time < times; time++) taken.push(await measure())
  return taken
}

/** Loads the sign-in with an empty cache. @returns what came over the wire, and when its fields take input */
async function firstScreen(page: Page, server: Server) {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  let bytes = 0
  await devtools.send('Network.enable')
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  await page.addInitScript(() => {
    const { document, performance, MutationObserver, requestIdleCallback } = globalThis as any
    const observer = new MutationObserver(() => {
      if (!document.querySelector('input[name=username]')) return
      observer.disconnect()
      requestIdleCallback(() => ((globalThis as any).readyAt = performance.now()))
    })
    observer.observe(document, { childList: true, subtree: true })
  })
  await page.goto(server.url('/studio/'))
  const readyAt = await page.waitForFunction(() => (globalThis as any).readyAt)
  return { bytes, ms: Number(await readyAt.jsonValue()) }
}

async function signIn(page: Page, server: Server, { username }: Writer) {
  await page.goto(server.url('/studio/'))
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}

/** From a click in the menu to the first row. */
async function openLists(page: Page): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [path, name] of Object.entries(lists)) {
    const taken = await timesOf(SAMPLES, async () => {
      await page.getByRole('menuitem', { name: 'Home' }).click()
      await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
      return timed(async () => {
        await page.locator(`a[role=menuitem][href$="/${path}"]`).click()
        await page.locator('.RaDataTable-table tbody tr').first().waitFor()
      })
    })
    figures.push({
      name: `${name} in the studio, s from the click to the rows, with 1 000 000 posts`,
      value: median(taken) / 1000,
      atMost: 1,
    })
  }
  return figures
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await act()
  return performance.now() - begun
}

async function report(plaza: Plaza, server: Server, writers: Writer[]) {
  const posts = await plaza.query(
    `select id from posts where visible and user_id <> ${writers[0].id} order by id desc limit ${REPORTS}`
  )
  for (const [index, { id }] of posts.entries()) {
    const { token } = writers[1 + (index % (writers.length - 1))]
    await send(server, 'POST', '/reports', token, {
      ...{ target_type: 'post', target_id: Number(id), reason: 'spam' },
    })
  }
}

/** From the key to the next report, after the one before is dismissed. */
async function nextReport(page: Page, server: Server, { token }: Writer): Promise<Figure> {
  const next = (now: string) =>
    page.waitForFunction((last: string) => {
      const { document } = globalThis as any
      const title = document.querySelector('h1')?.textContent ?? ''
      return title !== last && /^Report \d/.test(title) && title
    }, now)
  await page.goto(server.url('/studio/reports'))
  await page.locator('.RaDataTable-table tbody a').first().click()
  let shown = String(await (await next('')).jsonValue())
  const taken = await timesOf(REPORTS - 10, async () => {
    const id = /\d+/.exec(shown)![0]
    const verdict = { status: 'dismissed', reason: 'Of the bench' }
    await send(server, 'PATCH', `/admin/reports/${id}`, token, verdict)
    return timed(async () => {
      await page.keyboard.press('n')
      shown = String(await (await next(shown)).jsonValue())
    })
  })
  return {
    name: 'the next report in the studio, ms after the key',
    value: median(taken),
    atMost: 100,
  }
}

/** How long a key in the middle of a long text keeps the page from doing anything else. */
async function keystroke(page: Page, server: Server, { token }: Writer): Promise<Figure> {
  const { id } = await send(server, 'POST', '/posts', token, {
    ...{ title: 'Long', content: `${PARAGRAPH}\n\n`.repeat(99), content_format: 'markdown' },
  })
  await page.goto(server.url(`/studio/posts/${id}`))
  const text = page.getByLabel('Text', { exact: true })
  await text.click()
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable')
  const before = await busyTime(devtools)
  for (let key = 0; key < KEYS; key++) await page.keyboard.press('a')
  return {
    name: 'a key in a text of 50 000 characters in the studio, ms of the page',
    value: ((await busyTime(devtools)) - before) / KEYS,
    atMost: 16,
  }
}

/** Milliseconds that the main thread has worked: scripts, style, layout and paint. */
async function busyTime(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000
}

async function send(server: Server, method: string, path: string, token: string, body: object) {
  const headers = { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json' }
  const answer = await fetch(server.url(path), { method, headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as { id: number }
}
