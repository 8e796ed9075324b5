import { parseArgs } from 'node:util'

export interface Options {
  quick: boolean
  only?: string
  rounds: number
  /** Measures the build in `build/` as it is. */
  built: boolean
  growth: boolean
  /** How many posts there are after the growth. */
  posts: number
  /** Whether the figures say nothing, so that none is kept. */
  isTrial: boolean
  soak: boolean
  studio: boolean
  media: boolean
  /** Only what comes after the table of workloads. */
  figures: boolean
}

const SEEDED_POSTS = 10_000
const GROWN_POSTS = 1_000_000

export const usage = `usage: npm run bench -- [options]

  --quick        a few workloads in short rounds, under a minute, for CI
  --only TEXT    only workloads whose name contains TEXT
  --rounds N     rounds of each workload (5; quick: 2)
  --built        take the production build that is there
  --figures      only what comes after the table of workloads
  --growth       how cost grows to 1 000 000 posts and 10 000 000 votes
  --posts N      grows to so many posts, to try it (no result is kept)
  --soak         memory over ten minutes of load
  --studio       the studio in Chromium, with 1 000 000 posts
  --media        memory and time of pictures, and public ones through Nginx, beside a plain file`

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
      posts: { type: 'string' },
      soak: { type: 'boolean', default: false },
      studio: { type: 'boolean', default: false },
      media: { type: 'boolean', default: false },
      figures: { type: 'boolean', default: false },
    },
  })
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 5))
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds takes a whole number')
  const posts = Number(values.posts ?? GROWN_POSTS)
  if (!Number.isInteger(posts) || posts <= SEEDED_POSTS)
    throw new TypeError(`--posts takes a whole number above ${SEEDED_POSTS}`)
  return { ...values, rounds, posts, isTrial: posts !== GROWN_POSTS }
}
