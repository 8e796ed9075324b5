interface Output {
  write(text: string): unknown
}

const BATCH_LINES = 64
const FLUSH_MS = 100

/** Batches log lines: a system call per line costs more than a request. SIGKILL loses the last 100 ms. */
export class BatchedLines {
  #parts: (string | number)[] = []
  #lines = 0
  #timer?: NodeJS.Timeout

  constructor(private output: Output) {
    // Before the output's own exit handler.
    process.prependListener('exit', () => this.flush())
  }

  write(...parts: (string | number)[]) {
    this.#parts.push(...parts)
    if (++this.#lines === BATCH_LINES) this.flush()
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
