import { setTimeout as sleep } from 'node:timers/promises'
import { runBatch, type Batch } from '#jobs/deletions/batch'
import { isOutpaced } from '#db/errors'

const TURN_MS = 5000

export interface Pending {
  id: number
  batches: Batch[]
}

/** One batch of each row in turn, so that small rows don't wait. @param turnMs longest run @returns changed rows */
export async function workInTurns(
  findPending: () => Promise<Pending[]>,
  signal?: AbortSignal,
  turnMs = TURN_MS
): Promise<number> {
  const end = performance.now() + turnMs
  const isOver = () => signal?.aborted === true || performance.now() > end
  let total = 0
  const failures: unknown[] = []
  for (let changed = 1; changed > 0 && !isOver(); total += changed) {
    changed = 0
    for (const pending of await findPending()) {
      // A failing row holds up no other.
      const noneOfIt = (error: unknown) => {
        failures.push(error)
        return 0
      }
      changed += await workOn(pending, isOver).catch(noneOfIt)
    }
  }
  if (failures.length > 0) throw failures[0]
  return total
}

async function workOn({ id, batches }: Pending, isOver: () => boolean): Promise<number> {
  let total = 0
  for (const batch of batches) {
    if (isOver()) break
    total += await workOff(batch, id)
  }
  return total
}

/** Pauses as long as it works: requests need the database too. */
async function workOff(batch: Batch, id: number): Promise<number> {
  const start = performance.now()
  const rows = await runBatch(batch, id).catch(noneIfOutpaced)
  if (rows > 0) await sleep(performance.now() - start)
  return rows
}

/** Another writer was quicker, or waited for this lock. The next round tries again. */
function noneIfOutpaced(error: unknown): number {
  if (isOutpaced(error)) return 0
  throw error
}
