/** What one worker holds in memory. */
export interface MemoryStore {
  get(key: string): object | undefined
  set(key: string, entry: object, ttl: number): void
}

/** A value with what the fence said before it was read, and until when it may be kept. */
export interface SharedEntry<T = unknown> {
  fence: string
  value: T
  until: number
}

/** What all workers hold together. Every method rejects when the store is away. */
export interface SharedStore {
  get(key: string): Promise<SharedEntry | undefined>
  set(key: string, entry: SharedEntry, ttl: number): Promise<unknown>
  /** A text that differs whenever one of the tags was renewed in between. */
  fence(tags: string[]): Promise<string>
  renew(tags: string[]): Promise<unknown>
}
