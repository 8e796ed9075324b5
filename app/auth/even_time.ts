import { setTimeout as sleep } from 'node:timers/promises'
import { read } from '#db/statement'

/** More than the costliest hash of another system takes, on a machine that is not too busy. */
export const EVEN_MS = 1000

/**
 * Waits after a wrong password. Hashes of other systems take longer than ours; while there are any, all wrong passwords
 * take as long, so that the time tells no stranger which accounts there are. @param since of `performance.now()`
 */
export async function evenOut(since: number): Promise<void> {
  const left = EVEN_MS - (performance.now() - since)
  if (left > 0 && (await areWrapped())) await sleep(left)
}

async function areWrapped(): Promise<boolean> {
  const [{ are }] = await read<{ are: boolean }>({
    name: 'wrapped passwords',
    text: `select exists (select from users where password like '$wrapped$%') as are`,
    values: [],
  })
  return are
}
