import { randomInt } from 'node:crypto'

const [, ...args] = process.argv

/** Whether the shorter selection runs: `npm run test:resilience -- --quick`. */
export const isQuick = args.includes('--quick')

/**
 * The seed of all randomness in this run. `--seed=<number>` repeats a run.
 * A whole number below 2^31.
 */
export const seed =
  Number(args.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length)) ||
  randomInt(1, 2 ** 31)

/** The number of repetitions: the given one, or fewer in the shorter selection. */
export const times = (whole: number, quick: number) => (isQuick ? quick : whole)
