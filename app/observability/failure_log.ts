import type { Logger } from '@adonisjs/core/logger'

/** How long a failure that goes on is only counted, milliseconds. */
const SILENCE_MS = 3_600_000

/** How many failures it knows at a time; of more the oldest would be logged anew. */
const MAX_FAILURES = 100

interface Failure {
  name: string
  loggedAt: number
  /** How often since it was logged. */
  count: number
}

/** Logs a failure once, and counts it while it repeats: an hour later it is logged again, with its count. */
export class FailureLog {
  #failures = new Map<string, Failure>()

  constructor(private logger: Logger) {}

  /**
   * @param name what failed
   * @param fields what else the line says
   */
  failed(name: string, error: unknown, fields: object, message: string) {
    const key = `${name}: ${error instanceof Error ? error.message : error}`
    const known = this.#failures.get(key)
    if (known && performance.now() - known.loggedAt < SILENCE_MS) {
      known.count++
      return
    }
    const more = known && known.count > 0 ? { repeated: known.count } : {}
    this.logger.error({ ...fields, ...more, err: error }, message)
    this.#failures.delete(key)
    this.#failures.set(key, { name, loggedAt: performance.now(), count: 0 })
    if (this.#failures.size > MAX_FAILURES) {
      this.#failures.delete(this.#failures.keys().next().value!)
    }
  }

  /** Ends what failed under this name. @returns how often it was counted without a line */
  succeeded(name: string): number {
    let count = 0
    for (const [key, failure] of this.#failures) {
      if (failure.name !== name) continue
      count += failure.count
      this.#failures.delete(key)
    }
    return count
  }
}
