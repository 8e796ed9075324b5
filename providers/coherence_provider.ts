import type { ApplicationService } from '@adonisjs/core/types'
import { PostgresBus } from '#queries/coherence/postgres_bus'
import { RedisBus } from '#queries/coherence/redis_bus'
import { RedisStore } from '#queries/coherence/redis_store'
import { batchWrites } from '#support/batched_writes'
import { CoherentCache } from '#support/coherent_cache'
import { Memory } from '#support/memory'

/** Provides the one coherent cache of this process: over Redis where there is one. */
export default class CoherenceProvider {
  #cache?: CoherentCache

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(CoherentCache, async () => {
      this.#cache = await this.#make()
      await this.#cache.open()
      return this.#cache
    })
  }

  /** A server connects before the first request comes. */
  async ready() {
    if (this.app.getEnvironment() !== 'web') return
    const { default: cache } = await import('#queries/coherence/cache')
    await cache.open()
  }

  async shutdown() {
    await this.#cache?.close()
  }

  async #make() {
    const memory = new Memory()
    const lifetime = this.app.config.get<number>('app.cacheLifetime')
    const logger = await this.app.container.make('logger')
    const tell = (coherent: boolean) =>
      coherent
        ? logger.info('cache: the other workers are heard again')
        : logger.warn('cache: the other workers are not heard, reading from the database')

    if (!this.app.config.get<boolean>('app.usesRedis')) {
      const { connectionString } = this.app.config.get<{ connectionString: string }>(
        'database.connections.postgres.connection'
      )
      return new CoherentCache(memory, null, new PostgresBus(connectionString), tell, lifetime)
    }

    const redis = await this.app.container.make('redis')
    const { ioConnection } = redis.connection()
    ioConnection.on('connect', () => batchWrites(ioConnection.stream))
    const shared = new RedisStore(redis)
    return new CoherentCache(memory, shared, new RedisBus(redis), tell, lifetime)
  }
}
