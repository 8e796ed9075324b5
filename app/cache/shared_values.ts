import { everything, type Invalidation } from '#cache/invalidation'
import type { SharedStore } from '#cache/stores'
import { cacheReads } from '#observability/metrics'

/** What a value depends on, and until when it may be kept, milliseconds of a clock that nobody sets. */
interface Terms {
  tags: readonly string[]
  until: number
}

/** Values that the workers share, as far as the fence says that none of their tags was invalidated. */
export class SharedValues {
  constructor(
    private store: SharedStore,
    private invalidation: Invalidation
  ) {}

  /**
   * A value from the store, or from its source while the store is away or has none that holds.
   *
   * @returns with until when it may be kept
   */
  async fetch<T>(
    key: string,
    { tags, until }: Terms,
    source: () => Promise<T>
  ): Promise<{ value: T; until: number }> {
    // Until then the others share what a write here has made old.
    await this.invalidation.settle()
    const fence = await this.store.fence([everything, ...tags]).catch(() => null)
    if (fence === null) return { value: await source(), until }

    const kept = await this.store.get(key).catch(() => undefined)
    const left = (kept?.until ?? 0) - Date.now()
    if (kept?.fence === fence && left > 0) {
      cacheReads.shared++
      return { value: kept.value as T, until: Math.min(performance.now() + left, until) }
    }

    const value = await source()
    const rest = Math.floor(until - performance.now())
    if (rest > 0) {
      const entry = { fence, value, until: Date.now() + rest }
      void this.store.set(key, entry, rest).catch(() => {})
    }
    return { value, until }
  }
}
