import { setTimeout as sleep } from 'node:timers/promises'
import { Deeds } from '#tests/resilience/load/deeds'
import { Ledger } from '#tests/resilience/load/ledger'
import { Tally } from '#tests/resilience/load/tally'
import type { Town } from '#tests/resilience/load/town'
import { eventually } from '#tests/support/eventually'

/** Between two requests of one user, milliseconds. */
const pause = 25

/** Users who read and write without end, each waiting for one answer after the other. */
export class Load {
  readonly ledger = new Ledger()
  readonly tally = new Tally()
  #deeds: Deeds
  #isOver = false
  #users: Promise<unknown>

  /** @param port of Plaza, or of the Nginx before it */
  constructor(town: Town, port: number) {
    this.#deeds = new Deeds(town, port, this.ledger, this.tally)
    this.#users = Promise.all(town.members.map((_, index) => this.#live(index)))
  }

  /** @returns when so many more requests were made: the fault is felt by all */
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
      await this.#deeds.next(index)
      await sleep(pause)
    }
  }
}
