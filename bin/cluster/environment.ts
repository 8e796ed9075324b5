import { JOB_CONNECTIONS, poolShare } from '#db/pool_share'
import { borrowServices } from '../services.js'

/** Only the primary reports to systemd. */
const ours = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']

const borrowed = ['DATABASE_URL', 'REDIS_URL']

export interface Settings {
  size: number
  host: string
  port: number
  logLevel: string
  databaseUrl: string
  /** Changes to a worker's environment. */
  overlay: NodeJS.ProcessEnv
  /** Undefined if workers run the jobs. */
  jobs?: { overlay: NodeJS.ProcessEnv; heapMegabytes: number }
}

/**
 * Workers read `.env` themselves, so that a reload applies its changes.
 * @throws Error with one line for all bad values
 */
export async function readSettings(): Promise<Settings> {
  const given = new Set(Object.keys(process.env))
  await borrowServices()
  const { default: env } = await import('#start/env')

  const size = env.get('WEB_CONCURRENCY')
  const mode = env.get('JOBS')
  const hasJobProcess = mode === 'process'
  const unset = Object.keys(process.env).filter(
    (name) => ours.includes(name) || (!given.has(name) && !borrowed.includes(name))
  )
  const common = {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    // A reload does not change the number of workers.
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
