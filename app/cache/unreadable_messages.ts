/** Unreadable messages cost the cache no more often than that. */
const INTERVAL_MS = 1000

/**
 * What is done about messages that cannot be read. Each may have named anything, so everything is
 * invalidated: at once, and for those that follow within a second once more at its end. So what is
 * sent there by others costs a refill of the cache a second, however much it is.
 */
export class UnreadableMessages {
  #count = 0
  #quietUntil = 0
  #timer?: NodeJS.Timeout

  /** @param handle gets how many came since the last time */
  constructor(private handle: (count: number) => void) {}

  receive() {
    this.#count++
    if (this.#timer) return
    const left = this.#quietUntil - performance.now()
    if (left <= 0) this.#handle()
    else this.#timer = setTimeout(() => this.#handle(), left).unref()
  }

  close() {
    clearTimeout(this.#timer)
  }

  #handle() {
    this.#timer = undefined
    this.#quietUntil = performance.now() + INTERVAL_MS
    this.handle(this.#count)
    this.#count = 0
  }
}
