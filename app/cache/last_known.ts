import { isOutage } from '#db/errors'
import { PoolOverloadError } from '#db/pool'

interface Known {
  value: any
  /** Milliseconds, of a clock that nobody sets. */
  at: number
  unless: readonly string[]
}

/** How a value may be given while its source is away. */
export interface Stale<T> {
  /** Tags of which none may have been dropped since: they tell what may not be shown any more. */
  unless: readonly string[]
  /** Marks a value as old. @param age whole seconds since it was read, at least one */
  mark: (value: T, age: number) => T
}

/** How long a value may be given after it was read, milliseconds. */
const LIFETIME_MS = 600_000
const MAX_KNOWN = 2000

/** How long a source that failed is left alone, where there is a value to give instead. Milliseconds. */
const BACKOFF_MS = 500

/** What was last read of a few things, for those who ask while their source is away. */
export class LastKnown {
  #known = new Map<string, Known>()
  /** Which keys may not be given any more when a tag is dropped. */
  #keys = new Map<string, Set<string>>()
  #backsOffUntil = 0

  /**
   * The value from its source, or the last known one, marked as old, while that is away.
   *
   * @throws what the source throws, where nothing is known or the source is not away
   */
  async orElse<T>(key: string, { mark }: Stale<T>, read: () => Promise<T>): Promise<T> {
    if (performance.now() < this.#backsOffUntil) {
      const known = this.#find(key)
      if (known) return mark(known.value, ageOf(known))
    }
    try {
      return await read()
    } catch (error) {
      if (!isAway(error)) this.#forget(key)
      else {
        this.#backsOffUntil = performance.now() + BACKOFF_MS
        const known = this.#find(key)
        if (known) return mark(known.value, ageOf(known))
      }
      throw error
    }
  }

  keep(key: string, value: unknown, unless: readonly string[]) {
    this.#forget(key)
    this.#known.set(key, { value, unless, at: performance.now() })
    for (const tag of unless) {
      const keys = this.#keys.get(tag)
      if (keys) keys.add(key)
      else this.#keys.set(tag, new Set([key]))
    }
    if (this.#known.size > MAX_KNOWN) this.#forget(this.#known.keys().next().value!)
  }

  /** Forgets what may not be shown any more. Somebody has written, so the source is asked again. */
  invalidate(tags: string[]) {
    this.#backsOffUntil = 0
    for (const tag of tags) {
      for (const key of this.#keys.get(tag) ?? []) this.#forget(key)
    }
  }

  clear() {
    this.#known.clear()
    this.#keys.clear()
  }

  #forget(key: string) {
    for (const tag of this.#known.get(key)?.unless ?? []) {
      const keys = this.#keys.get(tag)
      keys?.delete(key)
      if (keys?.size === 0) this.#keys.delete(tag)
    }
    this.#known.delete(key)
  }

  #find(key: string): Known | undefined {
    const known = this.#known.get(key)
    return known && performance.now() - known.at < LIFETIME_MS ? known : undefined
  }
}

const isAway = (error: unknown) => error instanceof PoolOverloadError || isOutage(error)

const ageOf = ({ at }: Known) => Math.max(1, Math.round((performance.now() - at) / 1000))
