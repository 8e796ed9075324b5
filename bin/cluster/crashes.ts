/** Milliseconds. */
const MEMORY = 30_000
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 10_000

/** So many crashes one after the other, and nothing that ever worked: it will not. */
const TOO_MANY = 5

/** Remembers the crashes of the last half minute. */
export class Crashes {
  #all: number[] = []
  #sinceReady: number[] = []

  /** @returns how long to wait before another start, milliseconds: twice as long each time */
  note(now = performance.now()): number {
    const recent = (at: number) => now - at < MEMORY
    this.#all = [...this.#all, now].filter(recent)
    this.#sinceReady = [...this.#sinceReady, now].filter(recent)
    return Math.min(FIRST_PAUSE * 2 ** (this.#all.length - 1), LONGEST_PAUSE)
  }

  /** A worker became ready. */
  forgive() {
    this.#sinceReady = []
  }

  get isLoop() {
    return this.#sinceReady.length >= TOO_MANY
  }
}
