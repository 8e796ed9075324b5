import type { ApplicationService } from '@adonisjs/core/types'
import { PostgresBus } from '#cache/postgres_bus'
import { RedisBus } from '#cache/redis_bus'
import { RedisStore } from '#cache/redis_store'
import { batchSocketWrites } from '#cache/batched_socket_writes'
import { TaggedCache } from '#cache/tagged_cache'
import { keyFor } from '#security/keys'
import { Memory } from '#cache/memory_store'

const UNREADABLE_LOG_INTERVAL_MS = 60_000

export default class CacheProvider {
  #cache?: TaggedCache

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(TaggedCache, async () => {
      this.#cache = await this.#make()
      await this.#cache.open()
      return this.#cache
    })
  }

  /** A server connects before its first request. */
  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const { default: cache } = await import('#cache/cache')
    await cache.open()
  }

  async shutdown() {
    await this.#cache?.close()
  }

  async #make() {
    const bus = await this.#makeBus()
    const shared = this.#usesRedis ? await this.#makeStore() : null
    const lifetime = this.app.config.get<number>('app.cacheLifetime')
    const logger = await this.app.container.make('logger')
    const onConnectionChange = (isConnected: boolean) =>
      isConnected
        ? logger.info('cache: messages from other workers arrive again')
        : logger.warn('cache: no messages from other workers arrive, reading from the database')
    const onUnreadable = sumOncePerInterval((count) =>
      logger.warn(
        `cache: ${count} unreadable messages on the channel ${bus.channel} from another sender`
      )
    )
    return new TaggedCache(new Memory(), shared, bus, onConnectionChange, onUnreadable, lifetime)
  }

  async #makeBus() {
    if (this.#usesRedis) return new RedisBus(await this.#redis(), this.#installation)
    const { connectionString } = this.app.config.get<{ connectionString: string }>(
      'database.connections.postgres.connection'
    )
    return new PostgresBus(connectionString, this.#installation)
  }

  async #makeStore() {
    const redis = await this.#redis()
    const { ioConnection } = redis.connection()
    ioConnection.on('connect', () => batchSocketWrites(ioConnection.stream))
    return new RedisStore(redis, this.#installation, keyFor('shared pages'))
  }

  get #usesRedis() {
    return this.app.config.get<boolean>('app.usesRedis')
  }

  get #installation() {
    return this.app.config.get<string>('app.installation')
  }

  #redis() {
    return this.app.container.make('redis')
  }
}

/** Logs the sum of the counts, at most once per interval. */
function sumOncePerInterval(log: (count: number) => void): (count: number) => void {
  let sum = 0
  let from = 0
  return (count) => {
    sum += count
    if (performance.now() < from) return
    from = performance.now() + UNREADABLE_LOG_INTERVAL_MS
    log(sum)
    sum = 0
  }
}
