import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import redis from '@adonisjs/redis/services/main'
import { PostgresBus } from '#queries/coherence/postgres_bus'
import { RedisBus } from '#queries/coherence/redis_bus'
import { RedisStore } from '#queries/coherence/redis_store'
import { CoherentCache } from '#support/coherent_cache'
import { Memory } from '#support/memory'
import { eventually } from '#tests/support/eventually'

/** What a coherent cache stands on, for suites that hold for each of them. */
export interface CacheDriver {
  name: string
  isMissing: boolean
  /** The cache of one more worker. */
  make(): CoherentCache
  /** Cuts every bus; the workers make another connection by themselves. */
  cutBuses(): Promise<unknown>
}

export const cacheDrivers: CacheDriver[] = [
  {
    name: 'Redis',
    isMissing: !process.env.REDIS_URL,
    make: () => new CoherentCache(new Memory(), new RedisStore(redis), new RedisBus(redis)),
    cutBuses: () => redis.connection().ioConnection.client('KILL', 'TYPE', 'pubsub'),
  },
  {
    name: 'memory and PostgreSQL',
    isMissing: false,
    make() {
      const { connectionString } = config.get<{ connectionString: string }>(
        'database.connections.postgres.connection'
      )
      return new CoherentCache(new Memory(), null, new PostgresBus(connectionString))
    },
    cutBuses: () =>
      db.rawQuery(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'plaza bus'`
      ),
  },
]

/** Starts the caches of so many workers. */
export async function startWorkers(driver: CacheDriver, count: number): Promise<CoherentCache[]> {
  const workers = Array.from({ length: count }, () => driver.make())
  for (const worker of workers) await worker.open()
  for (const worker of workers) await eventually(() => worker.isCoherent)
  return workers
}
