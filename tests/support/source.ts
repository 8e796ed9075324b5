import { randomUUID } from 'node:crypto'
import type { TaggedCache } from '#cache/tagged_cache'

/** A row that workers read through their caches. It counts its reads. */
export class Source {
  readonly key = `key ${randomUUID()}`
  readonly tag = `tag ${randomUUID()}`
  value = 'old'
  reads = 0
  #gates: { pass: Promise<void>; open: () => void }[] = []

  /** Delays the next read after it has seen the value, until the gate opens. */
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

  /** The same, if the workers share nothing. */
  alone(worker: TaggedCache): Promise<string> {
    return worker.remember(this.key, { tags: [this.tag], ttl: 60_000 }, this.read)
  }

  /** Writes, and invalidates as a writer does. */
  async write(worker: TaggedCache, value: string) {
    this.value = value
    await worker.invalidate(this.tag)
  }
}
