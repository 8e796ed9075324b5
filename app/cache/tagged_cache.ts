import type { Bus } from '#cache/bus'
import { Invalidation, everything } from '#cache/invalidation'
import { LastKnown, type Stale } from '#cache/last_known'
import { SharedValues } from '#cache/shared_values'
import type { MemoryStore, SharedStore } from '#cache/stores'
import { cacheReads } from '#observability/metrics'

interface Entry<T = unknown> {
  tags: readonly string[]
  startedAt: number
  value: T
}

interface Shown {
  group: string
  tags: readonly string[]
}

interface Kept<T = unknown> extends Entry<T> {
  /** Monotonic milliseconds: the wall clock may be set back. */
  until: number
  shown?: Shown
  heldAt: number
}

export interface RememberOptions<T> {
  tags: string[]
  /** Tags known only after the read. An invalidation of one must also invalidate `group`: checked first. */
  shows?: { group: string; tags: (value: T) => string[] }
  /** Milliseconds, at most a minute. */
  ttl: number
  /** Shares the value through Redis. Never for rights: those stay where no other process can write. */
  isShared?: boolean
  stale?: Stale<T>
  /** When a value expires by itself, in milliseconds since 1970. It is not served after that, not even as stale. */
  endOf?: (value: T) => number | undefined
}

const maxAge = 60_000

/**
 * Serves no outdated value except `stale` ones, marked as old. Without its bus it always reads the source.
 * An entry holds if its read *began* after the last invalidation of its tags, so slow reads do no harm.
 */
export class TaggedCache {
  #invalidation: Invalidation
  #shared: SharedValues | null
  #kept = new WeakMap<object, Kept>()
  #flights = new Map<string, Entry<Promise<{ value: any; until: number }>>>()
  #lastKnown = new LastKnown()

  constructor(
    private memory: MemoryStore,
    shared: SharedStore | null,
    bus: Bus,
    onChange: (isConnected: boolean) => void = () => {},
    onUnreadable: (count: number) => void = () => {},
    /** Maximum age in milliseconds, at most a minute; 0 disables the cache. */
    private lifetime = maxAge
  ) {
    const forget = (tags: string[]) => this.#forget(tags)
    this.#invalidation = new Invalidation(bus, shared, forget, onChange, onUnreadable)
    this.#shared = shared && new SharedValues(shared, this.#invalidation)
  }

  get isConnected() {
    return this.#invalidation.isConnected
  }

  get isReady() {
    return this.#invalidation.isReady
  }

  open() {
    return this.#invalidation.open()
  }

  close() {
    return this.#invalidation.close()
  }

  /** Returns a cached value or runs `produce`, once for concurrent callers. @throws the error of `produce` */
  async remember<T>(
    key: string,
    options: RememberOptions<T>,
    produce: () => Promise<T>
  ): Promise<T> {
    if (this.lifetime === 0) return produce()
    const kept = this.memory.get(key) as Kept<T> | undefined
    if (kept && this.#isServable(kept)) {
      cacheReads.memory++
      return kept.value
    }
    const read = () => this.#read(key, options, produce)
    return options.stale ? this.#lastKnown.orElse(key, options.stale, read) : read()
  }

  async #read<T>(key: string, options: RememberOptions<T>, produce: () => Promise<T>): Promise<T> {
    const { tags, shows, stale } = options
    const fenced = shows ? [...tags, shows.group] : tags
    const underway = this.#flights.get(key)
    if (underway && this.#holds(underway)) {
      cacheReads.flight++
      const { value } = await underway.value
      return value
    }

    const startedAt = this.#invalidation.clock
    const fetched = this.#fetch(key, { ...options, tags: fenced }, produce)
    const flight = { tags: fenced, startedAt, value: fetched }
    this.#flights.set(key, flight)
    try {
      const { value, until } = await flight.value
      const shown = shows && {
        group: shows.group,
        tags: shows.tags(value),
      }
      const entry = { tags, startedAt, value, until, shown, heldAt: startedAt }
      if (this.#isServable(entry)) this.#keep(key, entry)
      const unless = [...(stale?.unless ?? []), ...(shown?.tags ?? [])]
      if (stale && this.#holds({ tags: unless, startedAt })) {
        this.#lastKnown.keep(key, value, unless, monotonic(options.endOf?.(value)))
      }
      return value
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    }
  }

  /** Whether `remember` would return this very object at once. If so, values made from it hold too. */
  keeps(value: object): boolean {
    const kept = this.#kept.get(value)
    return kept !== undefined && this.#isServable(kept)
  }

  /** Invalidates here at once, elsewhere when it resolves. Call after the commit, before the response. */
  invalidate(...tags: string[]): Promise<void> {
    return this.#invalidation.invalidate(tags)
  }

  async #fetch<T>(
    key: string,
    { tags, ttl, isShared, endOf }: RememberOptions<T>,
    produce: () => Promise<T>
  ): Promise<{ value: T; until: number }> {
    const until = performance.now() + Math.min(ttl, this.lifetime)
    const source = async () => {
      cacheReads.source++
      const value = await produce()
      return { value, until: Math.min(until, monotonic(endOf?.(value))) }
    }
    if (!isShared || !this.#shared || !this.isReady) return source()
    return this.#shared.fetch(key, { tags, until }, source)
  }

  #keep(key: string, entry: Kept) {
    const { value, until } = entry
    this.memory.set(key, entry, until - performance.now())
    if (typeof value === 'object' && value !== null) this.#kept.set(value, entry)
  }

  #isServable(entry: Kept) {
    const now = performance.now()
    return now < entry.until && this.#invalidation.isReadyAt(now) && this.#stillHolds(entry)
  }

  /** Checks tags only after an invalidation, and those of a group only after one of the group. */
  #stillHolds(entry: Kept) {
    const { tags, shown, heldAt } = entry
    const { clock } = this.#invalidation
    if (heldAt === clock) return true
    const since = (some: readonly string[]) => this.#invalidation.holds(some, heldAt)
    const holds = since(tags) && (!shown || since([shown.group]) || since(shown.tags))
    if (holds) entry.heldAt = clock
    return holds
  }

  #holds({ tags, startedAt }: Pick<Entry, 'tags' | 'startedAt'>) {
    return this.#invalidation.holds(tags, startedAt)
  }

  #forget(tags: string[]) {
    if (tags.includes(everything)) this.#lastKnown.clear()
    else this.#lastKnown.invalidate(tags)
  }
}

/** Up to a millisecond early, never late: the wall clock here counts whole milliseconds. */
const monotonic = (time = Infinity) => performance.now() + time - Date.now() - 1
