import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]

/** The Chromium of this machine, if it has one. */
export const browserPath = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path))

/** Why the browser tests are skipped; undefined if they run or must run. */
export const withoutBrowser =
  browserPath || process.env.REQUIRE_BROWSER === '1'
    ? undefined
    : 'no Chromium on this machine (REQUIRE_BROWSER=1 makes that a failure)'

/** Starts it without a window. @throws Error if there is none */
export async function openBrowser(): Promise<Browser> {
  if (!browserPath) throw new Error(`None of ${names.join(', ')} is on the PATH`)
  // Its sandbox does not run under root.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath: browserPath, args })
}
