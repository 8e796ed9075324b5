export interface MemoryStore {
  get(key: string): object | undefined
  set(key: string, entry: object, ttl: number): void
}

/** A value, the fence from before its read, and its expiry in Unix milliseconds. */
export interface SharedEntry<T = unknown> {
  fence: string
  value: T
  until: number
}

/** Shared by all workers. Every method rejects when the store is away. */
export interface SharedStore {
  get(key: string): Promise<SharedEntry | undefined>
  set(key: string, entry: SharedEntry, ttl: number): Promise<unknown>
  /** Returns a text that changes whenever one of the tags is renewed. */
  fence(tags: string[]): Promise<string>
  renew(tags: string[]): Promise<unknown>
}
