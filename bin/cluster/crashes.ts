const MEMORY = 30_000
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 10_000

/** With so many crashes in a row and no worker ready, another attempt is useless. */
const TOO_MANY = 5

/** Counts the crashes of the last half minute. */
export class Crashes {
  #all: number[] = []
  #sinceReady: number[] = []

  /** Records a crash. @returns the delay before the next start in milliseconds, doubled each time */
  note(now = performance.now()): number {
    const recent = (at: number) => now - at < MEMORY
    this.#all = [...this.#all, now].filter(recent)
    this.#sinceReady = [...this.#sinceReady, now].filter(recent)
    return Math.min(FIRST_PAUSE * 2 ** (this.#all.length - 1), LONGEST_PAUSE)
  }

  forgive() {
    this.#sinceReady = []
  }

  get isLoop() {
    return this.#sinceReady.length >= TOO_MANY
  }
}
