import type { Group } from '@japa/runner/core'
import type { Browser } from 'playwright-core'
import { openBrowser, withoutBrowser } from '#tests/support/browser'
import { emptyDatabase } from '#tests/support/database'
import { Studio } from '#tests/support/studio_page'

/**
 * Gives each test of a group an empty database and the studio in a browser that knows only its files.
 *
 * @param begin what the tests begin with
 */
export function eachInStudio(group: Group, begin: (studio: Studio) => unknown) {
  let browser: Browser | undefined

  group.tap((one) => one.skip(withoutBrowser !== undefined, withoutBrowser))
  group.setup(async () => {
    if (!withoutBrowser) browser = await openBrowser()
  })
  group.teardown(() => browser?.close())
  group.each.setup(async () => {
    await emptyDatabase()
    const [context] = browser!.contexts()
    const studio = await (context ? Studio.in(context) : Studio.open(browser!))
    await begin(studio)
    return () => studio.forget()
  })
}
