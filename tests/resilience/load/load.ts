import { setTimeout as sleep } from 'node:timers/promises'
import { Operations } from '#tests/resilience/load/operations'
import { Ledger } from '#tests/resilience/load/ledger'
import { Tally } from '#tests/resilience/load/tally'
import type { Fixture } from '#tests/resilience/load/fixture'
import { eventually } from '#tests/support/eventually'

/** Milliseconds between two requests of a user. */
const pause = 25

/** Users who read and write without end. Each waits for every answer. */
export class Load {
  readonly ledger = new Ledger()
  readonly tally = new Tally()
  #operations: Operations
  #isOver = false
  #users: Promise<unknown>

  /** @param port of Plaza, or of the Nginx in front */
  constructor(fixture: Fixture, port: number) {
    this.#operations = new Operations(fixture, port, this.ledger, this.tally)
    this.#users = Promise.all(fixture.members.map((_, index) => this.#live(index)))
  }

  /** @returns after a number of further requests, when all users have met the fault */
  async goOn(requests: number) {
    const { requests: before } = this.tally
    await eventually(() => this.tally.requests >= before + requests)
  }

  /** @returns when every request is answered */
  async stop() {
    this.#isOver = true
    await this.#users
  }

  async #live(index: number) {
    while (!this.#isOver) {
      await this.#operations.next(index)
      await sleep(pause)
    }
  }
}
