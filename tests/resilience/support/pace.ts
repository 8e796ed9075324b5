import { randomInt } from 'node:crypto'

const [, ...args] = process.argv

/** Whether the shorter pick runs: `npm run test:resilience -- --quick`. */
export const isQuick = args.includes('--quick')

/**
 * What everything random of this run follows from; `--seed=<number>` runs it again.
 * A whole number below 2^31.
 */
export const seed =
  Number(args.find((arg) => arg.startsWith('--seed='))?.slice('--seed='.length)) ||
  randomInt(1, 2 ** 31)

/** How often: so many times, or fewer in the shorter pick. */
export const times = (whole: number, quick: number) => (isQuick ? quick : whole)
