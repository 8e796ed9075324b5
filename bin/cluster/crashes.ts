const WINDOW_MS = 30_000
const MIN_DELAY_MS = 100
const MAX_DELAY_MS = 10_000

/** With so many crashes in a row and no worker ready, another attempt is useless. */
const MAX_CRASHES = 5

export class Crashes {
  #all: number[] = []
  #sinceReady: number[] = []

  /** Records a crash. @returns the delay before the next start in milliseconds, doubled each time */
  record(now = performance.now()): number {
    const recent = (at: number) => now - at < WINDOW_MS
    this.#all = [...this.#all, now].filter(recent)
    this.#sinceReady = [...this.#sinceReady, now].filter(recent)
    return Math.min(MIN_DELAY_MS * 2 ** (this.#all.length - 1), MAX_DELAY_MS)
  }

  reset() {
    this.#sinceReady = []
  }

  get isLooping() {
    return this.#sinceReady.length >= MAX_CRASHES
  }
}
