import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import redis from '@adonisjs/redis/services/main'
import { PostgresBus } from '#cache/postgres_bus'
import { RedisBus } from '#cache/redis_bus'
import { RedisStore } from '#cache/redis_store'
import { TaggedCache } from '#cache/tagged_cache'
import { keyFor } from '#security/keys'
import { Memory } from '#cache/memory_store'
import { eventually } from '#tests/support/eventually'

/** The stores and the bus of a tagged cache, for suites that test each kind. */
export interface CacheDriver {
  name: string
  isMissing: boolean
  /** The cache of an additional worker. */
  make(): TaggedCache
  /** Publishes a message that no worker wrote. */
  sendGarbage(message: string): Promise<unknown>
  /** Cuts every bus. The workers reconnect by themselves. */
  cutBuses(): Promise<unknown>
}

const installation = () => config.get<string>('app.installation')
const redisStore = () => new RedisStore(redis, installation(), keyFor('shared pages'))
const redisBus = () => new RedisBus(redis, installation())

export const cacheDrivers: CacheDriver[] = [
  {
    name: 'Redis',
    isMissing: !process.env.REDIS_URL,
    make: () => new TaggedCache(new Memory(), redisStore(), redisBus()),
    sendGarbage: (message) => redis.connection().publish(redisBus().channel, message),
    cutBuses: () => redis.connection().ioConnection.client('KILL', 'TYPE', 'pubsub'),
  },
  {
    name: 'memory and PostgreSQL',
    isMissing: false,
    make() {
      const { connectionString } = config.get<{ connectionString: string }>(
        'database.connections.postgres.connection'
      )
      return new TaggedCache(new Memory(), null, new PostgresBus(connectionString, installation()))
    },
    sendGarbage: (message) =>
      db.rawQuery('select pg_notify(?, ?)', [`plaza_${installation()}`, message]),
    cutBuses: () =>
      db.rawQuery(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'plaza bus'`
      ),
  },
]

/** Starts the caches of several workers. */
export async function startWorkers(driver: CacheDriver, count: number): Promise<TaggedCache[]> {
  const workers = Array.from({ length: count }, () => driver.make())
  for (const worker of workers) await worker.open()
  for (const worker of workers) await eventually(() => worker.isReady)
  return workers
}
