/** How many drops are known one by one; of what is older only that it was dropped. */
const most = 10_000

/**
 * When subjects were last dropped, by a clock of its own that each drop advances.
 *
 * It knows the last so many drops, in two halves of which the older one is forgotten at once: then
 * whatever began before its end counts as dropped. So memory stays bounded however much is written.
 */
export class Drops {
  clock = 0
  #floor = 0
  #recent = new Map<string, number>()
  #earlier = new Map<string, number>()
  /** When the last of the earlier drops was. */
  #earlierEnd = 0

  add(subjects: readonly string[]) {
    this.clock++
    for (const subject of subjects) this.#recent.set(subject, this.clock)
    if (this.#recent.size < most / 2) return
    this.#floor = Math.max(this.#floor, this.#earlierEnd)
    this.#earlier = this.#recent
    this.#earlierEnd = this.clock
    this.#recent = new Map()
  }

  /** Drops everything. */
  addAll() {
    this.#floor = ++this.clock
  }

  /** Whether none of the subjects was dropped since. */
  holds(subjects: readonly string[], since: number): boolean {
    if (since < this.#floor) return false
    return subjects.every((subject) => since >= this.#lastOf(subject))
  }

  #lastOf(subject: string) {
    return this.#recent.get(subject) ?? this.#earlier.get(subject) ?? 0
  }
}
