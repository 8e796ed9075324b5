import axe from 'axe-core'
import type { Assert } from '@japa/assert'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { password } from '#database/factories/user_factory'
import type User from '#models/user'
import { origin } from '#tests/support/server'
import { studioHeaders } from '#tests/support/studio'

/** What Chromium logs of an answer that a test provokes, by its status. */
const failureOf = (status: number) => `the server responded with a status of ${status}`

/** For a machine that is four times as busy. */
const TIMEOUT_MS = 90_000

/** The rest of axe's rules sees no colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Each look changes one of both. */
const LOOKS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 390, colorScheme: 'dark' },
  { width: 390, colorScheme: 'light' },
] as const

/** A page of the studio. Whatever it complains of is kept. */
export class Studio {
  readonly complaints: string[] = []
  /** Statuses of 400 and above that the test provokes. */
  expected: number[] = []

  /** Whether the test cuts the connection. */
  isOffline = false
  readonly address: string

  private constructor(
    public page: Page,
    private server: string
  ) {
    this.address = `${server}/studio`
    this.#watch(page)
  }

  #watch(page: Page) {
    page.setDefaultTimeout(TIMEOUT_MS)
    page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return
      const text = message.text()
      if (this.expected.some((status) => text.includes(failureOf(status)))) return
      if (this.isOffline && text.includes('ERR_INTERNET_DISCONNECTED')) return
      this.complaints.push(text)
    })
    page.on('pageerror', ({ message }) => this.complaints.push(message))
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(`${this.server}/`) && !/^(data|blob):/.test(url))
        this.complaints.push(url)
    })
  }

  /** Ends the tab as a crash does, and opens another one. */
  async reopen(): Promise<Page> {
    const context = this.page.context()
    await this.page.close({ runBeforeUnload: false })
    this.page = await context.newPage()
    this.#watch(this.page)
    return this.page
  }

  /** @param server the app itself, or the Nginx in front of it */
  static async open(
    browser: Browser,
    options: BrowserContextOptions = {},
    server = origin
  ): Promise<Studio> {
    return Studio.in(await browser.newContext({ locale: 'en-GB', ...options }), server)
  }

  static async in(context: BrowserContext, server = origin): Promise<Studio> {
    return new Studio(await context.newPage(), server)
  }

  /** Opens one that knows nothing of this one, in the same browser. */
  another(options: BrowserContextOptions = {}, server = this.server): Promise<Studio> {
    return Studio.open(this.page.context().browser()!, options, server)
  }

  async close() {
    await this.page.context().close()
  }

  /** Ends all tabs and clears what they kept, but for the files of the studio in the HTTP cache. */
  async forget() {
    const context = this.page.context()
    await context.setOffline(false)
    await context.unrouteAll({ behavior: 'ignoreErrors' })
    await context.clearPermissions()
    const [last, ...others] = context.pages()
    await Promise.all(others.map((page) => page.close()))
    const browser = await context.newCDPSession(last)
    const site = { origin: new URL(this.server).origin, storageTypes: 'all' }
    await browser.send('Storage.clearDataForOrigin', site)
    await last.close()
  }

  async go(path: string) {
    await this.page.goto(`${this.address}${path}`)
    // Screens are loaded when they are opened, and show their data later.
    await this.page.getByRole('heading', { level: 1 }).filter({ visible: true }).first().waitFor()
    await this.page.waitForLoadState('networkidle')
    await this.page
      .locator('.RaLoading-root, .RaLoadingIndicator-loader')
      .waitFor({ state: 'detached' })
  }

  /** Begins a session without the form, and waits until the studio is there. */
  async signIn({ username }: User) {
    const response = await this.page.context().request.post(`${this.address}/session`, {
      form: { username, password },
      headers: studioHeaders,
    })
    if (!response.ok()) throw new Error(await response.text())
    await this.go('/')
    await this.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  }

  async trySignIn({ username }: User, secret = password) {
    await this.go('/')
    await this.page.getByLabel('User name or e-mail').fill(username)
    await this.page.getByLabel('Password', { exact: false }).first().fill(secret)
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }

  /** Pastes what the clipboard has as HTML and as plain text. */
  async paste(into: Locator, html: string, text: string) {
    await into.evaluate(
      (target: any, [asHtml, asText]) => {
        const { ClipboardEvent, DataTransfer } = globalThis as any
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/html', asHtml)
        clipboardData.setData('text/plain', asText)
        const how = { clipboardData, bubbles: true, cancelable: true, composed: true }
        target.dispatchEvent(new ClipboardEvent('paste', how))
      },
      [html, text]
    )
  }

  /** Turns the page from light to dark and from wide to narrow, and asserts each time. */
  async assertAccessibleInEachLook(assert: Assert, what: string) {
    const before = this.page.viewportSize()!
    let last: number | undefined
    for (const { width, colorScheme } of LOOKS) {
      await this.page.setViewportSize({ width, height: 844 })
      await this.page.emulateMedia({ colorScheme })
      const rules = width === last ? 'colours' : 'all'
      await this.assertAccessible(assert, `${what}, ${colorScheme}, ${width} px wide`, rules)
      last = width
    }
    await this.page.setViewportSize(before)
  }

  /** Colours change slowly, and axe takes them as they are. */
  async #rest() {
    await this.page.evaluate(async () => {
      const { document, requestAnimationFrame } = globalThis as any
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const running = () =>
        document.getAnimations().filter(({ effect }: any) => effect.getTiming().iterations === 1)
      do {
        await frame()
        await frame()
        await Promise.allSettled(running().map(({ finished }: any) => finished))
      } while (running().length > 0)
    })
  }

  /**
   * @param rules all of axe, or those about colours, for a page that kept the rest
   * @throws AssertionError with the rules that the present page breaks
   */
  async assertAccessible(assert: Assert, what: string, rules: 'all' | 'colours' = 'all') {
    await this.#rest()
    if (!(await this.page.evaluate(() => 'axe' in globalThis))) {
      await this.page.evaluate(axe.source)
    }
    const options: axe.RunOptions = {
      resultTypes: ['violations'],
      ...(rules === 'colours' && { runOnly: COLOUR_RULES }),
    }
    const found = await this.page.evaluate(async (asked) => {
      const { violations } = await (globalThis as any).axe.run(asked)
      return violations.map(({ id, nodes }: any) => `${id}: ${nodes[0].html.slice(0, 200)}`)
    }, options)
    assert.deepEqual(found, [], what)
  }
}
