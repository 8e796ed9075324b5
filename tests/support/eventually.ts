import { setTimeout as wait } from 'node:timers/promises'

/** Far longer than anything takes, on a machine that is four times as busy too. */
const TIMEOUT_MS = 60_000

/**
 * Waits for what is true before long.
 *
 * @param within milliseconds; for what must not take longer
 * @throws when it is not true by then
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
