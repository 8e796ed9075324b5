import { randomUUID } from 'node:crypto'
import type { TaggedCache } from '#cache/tagged_cache'

/** A row that workers read through their caches, one that counts how often it is read. */
export class Source {
  readonly key = `key ${randomUUID()}`
  readonly tag = `tag ${randomUUID()}`
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

  through(worker: TaggedCache, ttl = 60_000): Promise<string> {
    return worker.remember(this.key, { tags: [this.tag], ttl, isShared: true }, this.read)
  }

  /** The same, where the workers share nothing. */
  alone(worker: TaggedCache): Promise<string> {
    return worker.remember(this.key, { tags: [this.tag], ttl: 60_000 }, this.read)
  }

  /** Writes, and tells so as a writer does. */
  async write(worker: TaggedCache, value: string) {
    this.value = value
    await worker.invalidate(this.tag)
  }
}
