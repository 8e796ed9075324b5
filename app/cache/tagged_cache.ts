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

/** What a value turned out to show. */
interface Shown {
  group: string
  tags: readonly string[]
}

/** An entry in memory. */
interface Kept<T = unknown> extends Entry<T> {
  /** Milliseconds, of a clock that nobody sets: that of the day may be set back. */
  until: number
  shown?: Shown
  /** When it was last found that none of its tags was invalidated, by the clock of invalidations. */
  heldAt: number
}

export interface RememberOptions<T> {
  /** What the value tells of: dropping one of them drops the value. */
  tags: string[]
  /**
   * Tags that are known only once the value was read: dropping one of them drops the value. Whoever
   * drops one drops the group as well. So memory asks for the group alone as long as none was dropped,
   * and what the workers share, of which nothing is known before it was read, is guarded by the group.
   */
  shows?: { group: string; tags: (value: T) => string[] }
  /** How long the value may be kept, in milliseconds, at most a minute. */
  ttl: number
  /**
   * Whether the workers share the value, through Redis: for pages alone. What decides on rights stays in
   * the memory of each worker, where nobody else can write it. Off unless it is asked for.
   */
  isShared?: boolean
  /** For a value that is better old than not at all. */
  stale?: Stale<T>
}

/** How long anything may be kept. */
const maxAge = 60_000

/**
 * A cache that never serves what a write has made old.
 *
 * Each entry names the tags it tells of (`post:42`), and a writer drops tags after its
 * commit. Whether an entry still holds is asked when it is read, not when it is written: it holds
 * when its read *began* after the last drop of each of its tags. So the race that most caches
 * lose (a slow read that began before a write and ends after it) needs no care here; the same
 * question, with a fence instead of a clock, guards what the workers share.
 *
 * Without its bus a worker can't know what others write: it then reads from the source every time,
 * once per key at a moment, until the bus is heard again. While the source itself is away, what was
 * last read is given for what is better old than not at all, marked as old.
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
    /** The longest that anything is kept, in milliseconds, at most a minute; 0: nothing is. */
    private lifetime = maxAge
  ) {
    const forget = (tags: string[]) => this.#forget(tags)
    this.#invalidation = new Invalidation(bus, shared, forget, onChange, onUnreadable)
    this.#shared = shared && new SharedValues(shared, this.#invalidation)
  }

  /** Whether the bus is heard. */
  get isConnected() {
    return this.#invalidation.isConnected
  }

  /** Whether what is kept may be served. */
  get isReady() {
    return this.#invalidation.isReady
  }

  open() {
    return this.#invalidation.open()
  }

  close() {
    return this.#invalidation.close()
  }

  /**
   * The value of a key, from memory, from what the workers share, or from its source, which runs
   * once a worker however many ask at the same time.
   *
   * @throws what the source throws; nothing is kept then
   */
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
        this.#lastKnown.keep(key, value, unless)
      }
      return value
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key)
    }
  }

  /**
   * Whether `remember` would give this very object again, without waiting for anything. So what was
   * made of it holds as well.
   */
  keeps(value: object): boolean {
    const kept = this.#kept.get(value)
    return kept !== undefined && this.#isServable(kept)
  }

  /**
   * Invalidates all that tells of the tags: here when the call returns, on other workers before the
   * promise is kept. To be called after the commit and before the answer.
   */
  invalidate(...tags: string[]): Promise<void> {
    return this.#invalidation.invalidate(tags)
  }

  async #fetch<T>(
    key: string,
    { tags, ttl, isShared }: RememberOptions<T>,
    produce: () => Promise<T>
  ): Promise<{ value: T; until: number }> {
    const until = performance.now() + Math.min(ttl, this.lifetime)
    const source = () => {
      cacheReads.source++
      return produce()
    }
    if (!isShared || !this.#shared || !this.isReady) return { value: await source(), until }
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

  /** Asks for each tag only after something was invalidated, and for those of a group after one of them was. */
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
