import { LRUCache } from 'lru-cache'
import type { MemoryStore } from '#cache/stores'

/** Characters, and a little per object: workers must stay small. */
const MAX_BYTES = 24_000_000

export class Memory implements MemoryStore {
  #entries = new LRUCache<string, object>({ maxSize: MAX_BYTES, sizeCalculation: sizeOf })

  get(key: string) {
    return this.#entries.get(key)
  }

  set(key: string, entry: object, ttl: number) {
    this.#entries.set(key, entry, { ttl })
  }
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce((sum, member) => sum + sizeOf(member), 50)
}
