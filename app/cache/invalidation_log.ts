/** How many drops are known one by one; of what is older only that it was dropped. */
const MAX_ENTRIES = 10_000

/**
 * When tags were last dropped, by a clock of its own that each drop advances.
 *
 * It knows the last so many drops, in two halves of which the older one is forgotten at once: then
 * whatever began before its end counts as dropped. So memory stays bounded however much is written.
 */
export class InvalidationLog {
  clock = 0
  #floor = 0
  #recent = new Map<string, number>()
  #earlier = new Map<string, number>()
  /** When the last of the earlier drops was. */
  #earlierEnd = 0

  add(tags: readonly string[]) {
    this.clock++
    for (const tag of tags) this.#recent.set(tag, this.clock)
    if (this.#recent.size < MAX_ENTRIES / 2) return
    this.#floor = Math.max(this.#floor, this.#earlierEnd)
    this.#earlier = this.#recent
    this.#earlierEnd = this.clock
    this.#recent = new Map()
  }

  /** Invalidates everything. */
  addAll() {
    this.#floor = ++this.clock
  }

  /** Whether none of the tags was dropped since. */
  holds(tags: readonly string[], since: number): boolean {
    if (since < this.#floor) return false
    return tags.every((tag) => since >= this.#lastOf(tag))
  }

  #lastOf(tag: string) {
    return this.#recent.get(tag) ?? this.#earlier.get(tag) ?? 0
  }
}
