import { randomUUID } from 'node:crypto'
import type { CoherentCache } from '#support/coherent_cache'

/** A row that workers read through their caches, one that counts how often it is read. */
export class Source {
  readonly key = `key ${randomUUID()}`
  readonly subject = `subject ${randomUUID()}`
  value = 'old'
  reads = 0
  #gates: { pass: Promise<void>; open: () => void }[] = []

  /** Holds the next read up, after it has seen the value, until the gate is opened. */
  holdNext(): () => void {
    const { promise: pass, resolve: open } = Promise.withResolvers<void>()
    this.#gates.push({ pass, open })
    return open
  }

  readonly read = async () => {
    this.reads++
    const { value } = this
    await this.#gates.shift()?.pass
    return value
  }

  through(worker: CoherentCache, ttl = 60_000): Promise<string> {
    return worker.remember(this.key, { subjects: [this.subject], ttl, isShared: true }, this.read)
  }

  /** The same, where the workers share nothing. */
  alone(worker: CoherentCache): Promise<string> {
    return worker.remember(this.key, { subjects: [this.subject], ttl: 60_000 }, this.read)
  }

  /** Writes, and tells so as a writer does. */
  async write(worker: CoherentCache, value: string) {
    this.value = value
    await worker.drop(this.subject)
  }
}
