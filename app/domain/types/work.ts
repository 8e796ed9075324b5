/** A check of data exceeded its steps. */
export class TooMuchWork extends Error {}

const MAX_STEPS = 60_000

let left = 0

/** @throws TooMuchWork beyond its limit of steps */
export function withinLimits<T>(check: () => T): T {
  left = MAX_STEPS
  try {
    return check()
  } catch (error) {
    if (error instanceof RangeError) throw new TooMuchWork()
    throw error
  }
}

/** Counts steps of the present check; each takes a few microseconds. @throws TooMuchWork */
export function spend(steps: number): void {
  left -= steps
  if (left < 0) throw new TooMuchWork()
}
