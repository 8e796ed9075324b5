export class CircuitOpenError extends Error {
  constructor() {
    super('It has just not answered, and is not asked for a moment')
  }
}

/** Guards a service that may hang: after a timeout, one caller per pause tries it and others fail at once. */
export class CircuitBreaker {
  #isOpen = false
  #retryAt = 0

  /** @param isTimeout tells a timeout from a refusal, which is fast. @param pause milliseconds */
  constructor(
    private isTimeout: (error: unknown) => boolean,
    private pause: number
  ) {}

  /** @throws CircuitOpenError while open, or the error of `ask` */
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

/** Guards Redis commands that requests wait for: each would wait a second for a hung Redis. */
export const redisCircuit = new CircuitBreaker(saysTimeout, 1000)
