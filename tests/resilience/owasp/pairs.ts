import { times } from '#tests/resilience/support/run_options'

/**
 * How far a coin may be from one half in this many throws: four standard deviations, which chance
 * exceeds once in 16 000 runs.
 */
export const toleranceOf = (pairs: number) => (4 * 0.5) / Math.sqrt(pairs)

export interface Compared {
  pairs: number
  /** In how many of the pairs the known one took longer, from 0 to 1. */
  share: number
  /** Milliseconds that the known one took longer, in the median. */
  median: number
}

/** Measures requests about something known and something unknown, in pairs and in turns. */
export async function compareTimes(
  ask: { known: () => Promise<unknown>; unknown: () => Promise<unknown> },
  pairs = times(200, 60)
): Promise<Compared> {
  const timed = async (request: () => Promise<unknown>) => {
    const start = performance.now()
    await request()
    return performance.now() - start
  }
  for (let time = 0; time < 10; time++) await timed(ask.known)

  let longer = 0
  const differences: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    // In turns, so that a slow machine slows both down.
    const isFirst = pair % 2 === 0
    const first = await timed(isFirst ? ask.known : ask.unknown)
    const second = await timed(isFirst ? ask.unknown : ask.known)
    const [known, unknown] = isFirst ? [first, second] : [second, first]
    if (known > unknown) longer++
    differences.push(known - unknown)
  }
  const [median] = differences.toSorted((a, b) => a - b).slice(pairs >> 1)
  return { pairs, share: longer / pairs, median }
}

/** The words of the table of findings. */
export const toldOf = ({ pairs, share, median }: Compared, known: string) => ({
  times: pairs,
  expected: `either takes longer in half of them, give or take ${toleranceOf(pairs).toFixed(2)}`,
  result: `${known} in ${share.toFixed(2)} of them, by ${median.toFixed(2)} ms in the median`,
})
