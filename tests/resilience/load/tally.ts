import type { Answer } from '#tests/support/wire'

/** The results of the requests of a load. */
export class Tally {
  requests = 0
  /** 503 with `Retry-After`; 502 and 504 of Nginx. */
  unavailable = 0
  /** Those of them that Nginx sent. */
  gateway = 0
  /** Those of them because of overload. */
  shed = 0
  /** The connection ended before an answer. */
  unanswered = 0
  /** Answers marked as possibly old. */
  stale = 0
  /** The slowest request, and its milliseconds. */
  slowest = { took: 0, what: '' }
  /** Answers without an excuse. */
  readonly wrong = new Map<string, number>()

  /**
   * @param excused statuses that are neither a success nor a fault
   * @returns the answer, if it is good
   */
  async count(
    what: string,
    ask: () => Promise<Answer>,
    excused: number[] = []
  ): Promise<Answer | undefined> {
    const start = performance.now()
    this.requests++
    const answer = await ask().catch(() => null)
    const took = performance.now() - start
    if (took > this.slowest.took) this.slowest = { took, what }

    if (answer === null) this.unanswered++
    else if (answer.status < 300 || excused.includes(answer.status)) {
      if (isStale(answer)) this.stale++
      return answer
    } else if (
      [502, 503, 504].includes(answer.status) &&
      Number(answer.headers['retry-after']) > 0
    ) {
      if (answer.status !== 503) this.gateway++
      if (answer.json?.code === 'overloaded') this.shed++
      else this.unavailable++
    } else this.#blame(`${what} answers ${answer.status} ${answer.json?.code ?? answer.body}`)
    return undefined
  }

  get wrongs() {
    return [...this.wrong].map(([what, times]) => `${times} times ${what}`)
  }

  #blame(what: string) {
    this.wrong.set(what, (this.wrong.get(what) ?? 0) + 1)
  }
}

/** Whether an answer is marked as old. */
export const isStale = ({ headers }: Answer) => /ttl=-\d/.test(String(headers['cache-status']))
