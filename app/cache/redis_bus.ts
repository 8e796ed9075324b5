import { setTimeout as wait } from 'node:timers/promises'
import type { RedisService } from '@adonisjs/redis/types'
import { redisCircuit } from '#cache/circuit_breaker'
import type { Bus } from '#cache/bus'

const SUBSCRIBE_TIMEOUT_MS = 250

export class RedisBus implements Bus {
  readonly channel: string
  #subscriber
  #isSubscribed = false

  /** @param installation part of the channel name, since channels ignore the database number */
  constructor(
    private redis: RedisService,
    installation: string
  ) {
    this.channel = `plaza:${installation}:invalidations`
    // A subscription outlives its connection, so its commands wait for the next one.
    this.#subscriber = redis.connection().ioConnection.duplicate({
      lazyConnect: true,
      autoResubscribe: false,
      commandTimeout: undefined,
      maxRetriesPerRequest: null,
    })
  }

  async listen(receive: (message: string) => void, lose: () => void) {
    const { promise: isSubscribed, resolve } = Promise.withResolvers<void>()
    this.#subscriber.on('message', (_, message) => receive(message))
    this.#subscriber.on('ready', () => void this.#subscribe().then(resolve))
    this.#subscriber.on('close', () => {
      this.#isSubscribed = false
      lose()
    })
    this.#subscriber.on('error', () => {})
    void this.#subscriber.connect().catch(() => {})
    // A Redis that doesn't answer must not keep a worker from starting.
    await Promise.race([isSubscribed, wait(SUBSCRIBE_TIMEOUT_MS, undefined, { ref: false })])
  }

  async publish(message: string): Promise<number> {
    // Redis counts subscribers: without this worker's, another worker's would be taken for it.
    if (!this.#isSubscribed) throw new Error('The subscription is lost')
    return redisCircuit.run(() => this.redis.connection().publish(this.channel, message))
  }

  async close() {
    this.#subscriber.removeAllListeners('close')
    this.#subscriber.disconnect()
  }

  async #subscribe() {
    await this.#subscriber.subscribe(this.channel).then(
      () => (this.#isSubscribed = true),
      () => {}
    )
  }
}
