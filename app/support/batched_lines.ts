/** Where text goes in the end. */
interface Output {
  write(text: string): unknown
}

/** How many lines make a batch, and how long the first one waits for it, milliseconds. */
const size = 256
const patience = 100

/**
 * Collects lines and passes them on together: a system call for each line of a log would cost more
 * than the request that the line tells of. What is left at the end of the process goes then; only a
 * SIGKILL takes the last 100 ms along.
 */
export class BatchedLines {
  #lines: string[] = []
  #timer?: NodeJS.Timeout

  constructor(private output: Output) {
    // Before whatever the output does at the end.
    process.prependListener('exit', () => this.flush())
  }

  write(line: string) {
    this.#lines.push(line)
    if (this.#lines.length === size) this.flush()
    else this.#timer ??= setTimeout(() => this.flush(), patience).unref()
  }

  flush() {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#lines.length === 0) return
    this.output.write(this.#lines.join(''))
    this.#lines = []
  }
}
