import { setTimeout as sleep } from 'node:timers/promises'
import { runBatch, type Batch } from '#jobs/deletions/batch'
import { isOutpaced } from '#db/errors'

/** How long it works before other timed work has its turn. */
const TURN_MS = 5000

/** A row that work is left on, and the batches of that work. */
export interface Pending {
  id: number
  batches: Batch[]
}

/**
 * Works on large rows: one batch of each in turn, so that a small one does not wait for a large one.
 * What is left is in the tables alone, so it can be cut off at any moment and begun again by any
 * process.
 *
 * @param findPending finds the rows that work is left on
 * @param signal ends it after the batch under way
 * @param turnMs how long it works at most
 * @returns how many rows it changed
 */
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
      // One that fails holds up no other.
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

/** Rests as long as it has worked: what people ask for needs the database as well. */
async function workOff(batch: Batch, id: number): Promise<number> {
  const start = performance.now()
  const rows = await runBatch(batch, id).catch(noneIfOutpaced)
  if (rows > 0) await sleep(performance.now() - start)
  return rows
}

/** A writer was quicker, or waited for what this has: another round is soon enough. */
function noneIfOutpaced(error: unknown): number {
  if (isOutpaced(error)) return 0
  throw error
}
