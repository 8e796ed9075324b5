import { setTimeout as wait } from 'node:timers/promises'

/**
 * Waits for what is true before long.
 *
 * @param within milliseconds
 * @throws when it is not true by then
 */
export async function eventually(
  holds: () => unknown,
  { within = 5000, what = String(holds) } = {}
): Promise<void> {
  const deadline = Date.now() + within
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${what}`)
    await wait(5)
  }
}
