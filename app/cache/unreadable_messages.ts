const INTERVAL_MS = 1000

/** An unreadable message may name any tag, so all are invalidated: at once, then at most once a second. */
export class UnreadableMessages {
  #count = 0
  #quietUntil = 0
  #timer?: NodeJS.Timeout

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
