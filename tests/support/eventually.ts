import { setTimeout as wait } from 'node:timers/promises'

/** Far longer than anything takes, even on a machine that is ten times as busy. */
const TIMEOUT_MS = 180_000

/**
 * Waits until a condition is true.
 *
 * @param within milliseconds, for conditions with a deadline
 * @throws Error if the condition is not true by then
 */
export async function eventually(
  holds: () => unknown,
  { within = TIMEOUT_MS, what = String(holds) } = {}
): Promise<void> {
  const deadline = Date.now() + within
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not within ${within} ms: ${what}`)
    await wait(5)
  }
}
