import { parseArgs } from 'node:util'

export interface Options {
  quick: boolean
  only?: string
  rounds: number
  /** Measures the build in `build/` as it is. */
  built: boolean
  growth: boolean
  soak: boolean
}

export const usage = `usage: npm run bench -- [options]

  --quick        a few workloads in short rounds, under a minute, for CI
  --only TEXT    only workloads whose name contains TEXT
  --rounds N     rounds of each workload (5; quick: 2)
  --built        take the production build that is there
  --growth       how cost grows to 1 000 000 posts and 10 000 000 votes
  --soak         memory over ten minutes of load`

/** @throws TypeError for a wrong option */
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
