import type { RedisService } from '@adonisjs/redis/types'
import { redisCircuit } from '#support/circuit'
import type { Bus } from '#support/coherence'

const channel = 'plaza:coherence'

/** The bus between workers where there is Redis: publish and subscribe. */
export class RedisBus implements Bus {
  #subscriber

  constructor(private redis: RedisService) {
    // A subscription outlives its connection, so its commands wait for the next one.
    this.#subscriber = redis.connection().ioConnection.duplicate({
      lazyConnect: true,
      commandTimeout: undefined,
      maxRetriesPerRequest: null,
    })
  }

  async listen(hear: (subjects: string[]) => void, lose: () => void) {
    this.#subscriber.on('message', (_, message) => hear(JSON.parse(message)))
    this.#subscriber.on('close', lose)
    this.#subscriber.on('error', () => {})
    void this.#subscriber.subscribe(channel).catch(() => {})
  }

  publish(subjects: string[]): Promise<number> {
    const message = JSON.stringify(subjects)
    return redisCircuit.run(() => this.redis.connection().publish(channel, message))
  }

  async close() {
    this.#subscriber.removeAllListeners('close')
    this.#subscriber.disconnect()
  }
}
