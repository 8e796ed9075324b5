/** Thrown at once instead of asking a part that has just not answered. */
export class CircuitOpenError extends Error {
  constructor() {
    super('It has just not answered, and is not asked for a moment')
  }
}

/**
 * Stands before a part that may hang: when it does not answer in time, then for a while only one asks
 * and everybody else is told at once that it is away.
 */
export class CircuitBreaker {
  #isOpen = false
  #retryAt = 0

  /**
   * @param isTimeout tells a part that does not answer from one that refuses, which costs no time
   * @param pause until the next one asks, milliseconds
   */
  constructor(
    private isTimeout: (error: unknown) => boolean,
    private pause: number
  ) {}

  /** @throws CircuitOpenError, or what `ask` throws */
  async run<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#isOpen) {
      if (performance.now() < this.#retryAt) throw new CircuitOpenError()
      this.#waitForNext()
    }
    try {
      const answer = await ask()
      this.#isOpen = false
      return answer
    } catch (error) {
      this.#isOpen = this.isTimeout(error)
      if (this.#isOpen) this.#waitForNext()
      throw error
    }
  }

  #waitForNext() {
    this.#retryAt = performance.now() + this.pause
  }
}

const saysTimeout = (error: unknown) =>
  error instanceof Error && error.message === 'Command timed out'

/** Before every command to Redis that a request waits for: each would wait a second. */
export const redisCircuit = new CircuitBreaker(saysTimeout, 1000)
