import { parseArgs } from 'node:util'

export interface Options {
  /** A few workloads in short rounds, under a minute, for CI. */
  quick: boolean
  /** Only workloads whose name contains this. */
  only?: string
  rounds: number
  /** Takes the production build that is there. */
  built: boolean
  /** How cost grows with the tables, instead of the workloads. */
  growth: boolean
  /** Memory over ten minutes of load, instead of the workloads. */
  soak: boolean
}

export const usage = `usage: npm run bench -- [options]

  --quick        a few workloads in short rounds, under a minute, for CI
  --only TEXT    only workloads whose name contains TEXT
  --rounds N     rounds of each workload (5; quick: 2)
  --built        take the production build that is there
  --growth       how cost grows to 1 000 000 posts and 10 000 000 votes
  --soak         memory over ten minutes of load`

/** @throws TypeError with what is wrong */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
      built: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5))
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds takes a whole number')
  return { ...values, rounds }
}
