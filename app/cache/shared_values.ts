import { everything, type Invalidation } from '#cache/invalidation'
import type { SharedStore } from '#cache/stores'
import { cacheReads } from '#observability/metrics'

interface Terms {
  tags: readonly string[]
  until: number
}

export class SharedValues {
  constructor(
    private store: SharedStore,
    private invalidation: Invalidation
  ) {}

  /** Returns the shared value if it is valid, else reads the source. The expiry is monotonic milliseconds. */
  async fetch<T>(
    key: string,
    { tags, until }: Terms,
    source: () => Promise<{ value: T; until: number }>
  ): Promise<{ value: T; until: number }> {
    // Until then other workers may share a value that a write here has outdated.
    await this.invalidation.settle()
    const fence = await this.store.fence([everything, ...tags]).catch(() => null)
    if (fence === null) return source()

    const kept = await this.store.get(key).catch(() => undefined)
    const left = (kept?.until ?? 0) - Date.now()
    if (kept?.fence === fence && left > 0) {
      cacheReads.shared++
      return { value: kept.value as T, until: Math.min(performance.now() + left, until) }
    }

    const { value, until: end } = await source()
    const rest = Math.floor(end - performance.now())
    if (rest > 0) {
      const entry = { fence, value, until: Date.now() + rest }
      void this.store.set(key, entry, rest).catch(() => {})
    }
    return { value, until: end }
  }
}
