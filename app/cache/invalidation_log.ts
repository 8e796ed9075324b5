const MAX_ENTRIES = 10_000

/** Last invalidation per tag, by a logical clock. Reads older than the dropped half count as invalidated. */
export class InvalidationLog {
  clock = 0
  #floor = 0
  #recent = new Map<string, number>()
  #earlier = new Map<string, number>()
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

  addAll() {
    this.#floor = ++this.clock
  }

  holds(tags: readonly string[], since: number): boolean {
    if (since < this.#floor) return false
    return tags.every((tag) => since >= this.#lastOf(tag))
  }

  #lastOf(tag: string) {
    return this.#recent.get(tag) ?? this.#earlier.get(tag) ?? 0
  }
}
