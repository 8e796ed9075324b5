import { HealthChecks } from '@adonisjs/core/health'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import redis from '@adonisjs/redis/services/main'
import cache from '#cache/cache'
import { LoadCheck } from '#queries/health/load_check'
import { MigrationsCheck } from '#queries/health/migrations_check'
import { ReachableCheck } from '#queries/health/reachable_check'
import { WritesCheck } from '#queries/health/writes_check'
import { overload } from '#observability/overload'

export interface Readiness {
  status: 'ok' | 'degraded' | 'unavailable'
  checks: { name: string; status: string; message: string }[]
}

const database = new ReachableCheck('database', () => db.rawQuery('select 1'), true)
const redisServer = new ReachableCheck('redis', () => redis.connection().ping(), false)
const bus = new ReachableCheck(
  'cache',
  async () => {
    if (!cache.isReady) throw new Error('The other workers are not heard')
  },
  false
)

const migrations = new MigrationsCheck().cacheFor('5s')
const writes = new WritesCheck()
const load = new LoadCheck()

const statuses = { ok: 'ok', warning: 'degraded', error: 'unavailable' } as const

/** Never throws. */
export async function readiness(): Promise<Readiness> {
  const state = await examine()
  // The process may have become overloaded during the query.
  return state.status === 'unavailable' && overload.isOn ? examine() : state
}

/** An overloaded process may time out although the database is well: the answer waits for event loop or pool. */
async function examine(): Promise<Readiness> {
  const checks = overload.isOn ? [load, bus] : [database, migrations, bus, writes, load]
  if (config.get('app.usesRedis')) checks.push(redisServer)

  const report = await new HealthChecks().register(checks).run()
  return {
    status: statuses[report.status],
    checks: report.checks.map(({ name, status, message }) => ({ name, status, message })),
  }
}
