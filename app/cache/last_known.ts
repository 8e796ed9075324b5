import { isOutage } from '#db/errors'
import { PoolOverloadError } from '#db/pool'

interface Known {
  value: any
  at: number
  until: number
  unless: readonly string[]
}

export interface Stale<T> {
  /** An invalidation of one of these tags ends the value. */
  unless: readonly string[]
  /** Marks a value as old. @param age whole seconds since the read, at least 1 */
  mark: (value: T, age: number) => T
}

const LIFETIME_MS = 600_000
const MAX_KNOWN = 2000

/** With a stale value at hand, Plaza leaves a failed source alone this long. */
const BACKOFF_MS = 500

export class LastKnown {
  #known = new Map<string, Known>()
  #keys = new Map<string, Set<string>>()
  #backsOffUntil = 0

  /** Reads, or marks the last known value while the source is away. @throws the source's error otherwise */
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

  /** @param until monotonic milliseconds */
  keep(key: string, value: unknown, unless: readonly string[], until = Infinity) {
    this.#forget(key)
    const at = performance.now()
    this.#known.set(key, { value, unless, at, until: Math.min(until, at + LIFETIME_MS) })
    for (const tag of unless) {
      const keys = this.#keys.get(tag)
      if (keys) keys.add(key)
      else this.#keys.set(tag, new Set([key]))
    }
    if (this.#known.size > MAX_KNOWN) this.#forget(this.#known.keys().next().value!)
  }

  /** Forgets values with these tags. After a write the source is asked again. */
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
    return known && performance.now() < known.until ? known : undefined
  }
}

const isAway = (error: unknown) => error instanceof PoolOverloadError || isOutage(error)

const ageOf = ({ at }: Known) => Math.max(1, Math.round((performance.now() - at) / 1000))
