/** Where text goes in the end. */
interface Output {
  write(text: string): unknown
}

/** How many lines make a batch, and how long the first one waits for it, milliseconds. */
const size = 64
const FLUSH_MS = 100

/**
 * Collects lines and passes them on together: a system call for each line of a log would cost more
 * than the request that the line tells of. What is left at the end of the process goes then; only a
 * SIGKILL takes the last 100 ms along.
 */
export class BatchedLines {
  #parts: (string | number)[] = []
  #lines = 0
  #timer?: NodeJS.Timeout

  constructor(private output: Output) {
    // Before whatever the output does at the end.
    process.prependListener('exit', () => this.flush())
  }

  /** @param parts of one line, which are joined with those of all others */
  write(...parts: (string | number)[]) {
    this.#parts.push(...parts)
    if (++this.#lines === size) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref()
  }

  flush() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#lines === 0) return
    const text = this.#parts.join('')
    this.#parts = []
    this.#lines = 0
    this.output.write(text)
  }
}
