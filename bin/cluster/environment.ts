import { JOB_CONNECTIONS, poolShare } from '#db/pool_share'
import { borrowServices } from '../services.js'

/** What a worker must not receive of: it is the primary that answers to systemd. */
const ours = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']

/** What `borrowServices` sets. */
const lent = ['DATABASE_URL', 'REDIS_URL']

export interface Settings {
  size: number
  host: string
  port: number
  logLevel: string
  databaseUrl: string
  /** The environment of a worker, as something to lay over that of this process. */
  overlay: NodeJS.ProcessEnv
  /** The process of jobs: its environment likewise, and its heap; none where workers run the jobs. */
  jobs?: { overlay: NodeJS.ProcessEnv; heapMegabytes: number }
}

/**
 * Reads and checks the environment.
 *
 * What comes from `.env` is not passed on: a worker reads the file itself, so that a reload heeds
 * what was changed in it.
 *
 * @throws Error with one line for all that is wrong
 */
export async function readSettings(): Promise<Settings> {
  const given = new Set(Object.keys(process.env))
  await borrowServices()
  const { default: env } = await import('#start/env')

  const size = env.get('WEB_CONCURRENCY')
  const mode = env.get('JOBS')
  const hasJobProcess = mode === 'process'
  const unset = Object.keys(process.env).filter(
    (name) => ours.includes(name) || (!given.has(name) && !lent.includes(name))
  )
  const common = {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    // A reload changes what workers do, not how many there are.
    WEB_CONCURRENCY: String(size),
  }
  const share = poolShare(env.get('DB_POOL_MAX'), { workers: size, hasJobProcess })
  return {
    size,
    host: env.get('HOST'),
    port: env.get('PORT'),
    logLevel: env.get('LOG_LEVEL', 'info'),
    databaseUrl: env.get('DATABASE_URL').release(),
    overlay: {
      ...common,
      DB_POOL_MAX: String(share),
      JOBS: hasJobProcess ? 'off' : mode,
    },
    ...(hasJobProcess && {
      jobs: {
        overlay: { ...common, DB_POOL_MAX: String(JOB_CONNECTIONS.handlers), JOBS: mode },
        heapMegabytes: env.get('JOBS_HEAP'),
      },
    }),
  }
}
