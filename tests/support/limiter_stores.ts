import config from '@adonisjs/core/services/config'
import limiter from '@adonisjs/limiter/services/main'
import db from '@adonisjs/lucid/services/db'
import redis from '@adonisjs/redis/services/main'

/** A store of limits, for suites that test each kind. */
export interface LimiterStore {
  name: string
  isMissing: boolean
  /** Uses the store from now on. @returns a function that restores the old store */
  use(): () => void
  /** Milliseconds until each counter expires; null for one that never does. */
  lifetimes(): Promise<(number | null)[]>
}

const keysInRedis = () => redis.keys(`plaza:${config.get('app.installation')}:limit*`)

/** Forgets what other suites have counted in Redis. */
export async function forgetLimits() {
  if (!process.env.REDIS_URL) return
  const keys = await keysInRedis()
  if (keys.length > 0) await redis.del(...keys)
}

const manager = limiter as unknown as {
  config: { default: string; stores: Record<string, unknown> }
}

const switchTo = (name: string) => () => {
  const { default: before } = manager.config
  manager.config.default = name
  return () => {
    manager.config.default = before
  }
}

const away = () => Promise.reject(new Error('the store is away'))

const storeThatIsAway = () => ({
  consume: away,
  decrement: away,
  delete: away,
  clear: async () => {},
})

async function lifetimesInDatabase() {
  const rows: { expire: number | null }[] = await db.from('rate_limits')
  return rows.map(({ expire }) => (expire === null ? null : expire - Date.now()))
}

export const limiterStores: LimiterStore[] = [
  {
    name: 'Redis',
    isMissing: !process.env.REDIS_URL,
    use: switchTo('redis'),
    async lifetimes() {
      const keys = await keysInRedis()
      const lives = await Promise.all(keys.map((key) => redis.connection().pttl(key)))
      return lives.map((life) => (life < 0 ? null : life))
    },
  },
  {
    name: 'the database',
    isMissing: false,
    use: switchTo('database'),
    lifetimes: lifetimesInDatabase,
  },
  {
    name: 'the database, while Redis is away',
    isMissing: false,
    use() {
      manager.config.stores.away = storeThatIsAway
      return switchTo('away')()
    },
    lifetimes: lifetimesInDatabase,
  },
  {
    name: 'memory, while both are away',
    isMissing: false,
    use() {
      const { database } = manager.config.stores
      Object.assign(manager.config.stores, { away: storeThatIsAway, database: storeThatIsAway })
      const back = switchTo('away')()
      return () => {
        manager.config.stores.database = database
        back()
      }
    },
    // Its counters are timers, so each of them expires.
    lifetimes: async () => [1],
  },
]
