import { Gauge, Histogram } from 'prom-client'
import { noteConnectionFailure } from '#db/errors'
import { registry } from '#observability/metrics'
import { overload } from '#observability/overload'

interface KnexClient {
  pool: { max: number; numUsed(): number; numFree(): number }
  acquireConnection(): Promise<unknown>
}

export class PoolOverloadError extends Error {
  constructor() {
    super('Too many wait for a connection to PostgreSQL')
  }
}

const poolWait = new Histogram({
  name: 'plaza_database_pool_wait_seconds',
  help: 'How long it took to get a connection to PostgreSQL from the pool',
  buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
})

class Pool {
  #client?: KnexClient
  #waiting = new Set<{ since: number }>()

  watch(client: KnexClient) {
    this.#client = client
    const acquire = client.acquireConnection.bind(client)
    client.acquireConnection = async () => {
      if (overload.gates.pool.isClosed && !this.hasRoom) {
        overload.countShed('pool')
        throw new PoolOverloadError()
      }
      return this.#measure(acquire)
    }
  }

  get hasRoom() {
    return this.#waiting.size === 0 && this.#used < this.#max
  }

  /** The wait of the oldest caller in milliseconds, while all connections are in use. */
  get longestWait() {
    const [oldest] = this.#waiting
    // A wait for a new connection is no overload: PostgreSQL is slow or away.
    return oldest && this.#used >= this.#max ? performance.now() - oldest.since : 0
  }

  async #measure(acquire: () => Promise<unknown>) {
    const one = { since: performance.now() }
    this.#waiting.add(one)
    try {
      return await acquire()
    } catch (error) {
      noteConnectionFailure(error)
      throw error
    } finally {
      this.#waiting.delete(one)
      poolWait.observe((performance.now() - one.since) / 1000)
    }
  }

  get waiting() {
    return this.#waiting.size
  }

  get connections() {
    const max = this.#client?.pool.max ?? 0
    return { used: this.#used, free: this.#client?.pool.numFree() ?? 0, max }
  }

  get #used() {
    return this.#client?.pool.numUsed() ?? 0
  }

  get #max() {
    return this.#client?.pool.max ?? Infinity
  }
}

export const pool = new Pool()

new Gauge({
  name: 'plaza_database_pool_connections',
  help: 'Connections to PostgreSQL: used, free, and the most that there may be',
  labelNames: ['state'] as const,
  aggregator: 'sum',
  registers: [registry],
  collect() {
    for (const [state, count] of Object.entries(pool.connections)) this.set({ state }, count)
  },
})

new Gauge({
  name: 'plaza_database_pool_waiting',
  help: 'How many wait for a connection to PostgreSQL',
  aggregator: 'sum',
  registers: [registry],
  collect() {
    this.set(pool.waiting)
  },
})
