import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** The rules of axe that a page breaks, in light and dark colours. */
export async function violationsOf(page: Page): Promise<string[]> {
  const broken: string[] = []
  await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = (await page.evaluate(() => (globalThis as any).axe.run())) as any
    for (const { id, nodes } of violations) broken.push(`${id} (${colorScheme}): ${nodes[0].html}`)
  }
  return broken
}
