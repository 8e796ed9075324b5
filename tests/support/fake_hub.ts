import type { Bus } from '#cache/bus'
import type { MemoryStore, SharedEntry, SharedStore } from '#cache/stores'

/** Stores and buses of workers inside this process, so that a test can stop and break them anywhere. */
export class FakeHub implements SharedStore {
  /** Refuses everything. */
  isDown = false
  /** Accepts messages and delivers none. */
  isMute = false
  #listeners = new Set<(message: string) => void>()
  #entries = new Map<string, SharedEntry>()
  #fences = new Map<string, number>()
  #fence = 0
  #renewals: { pass: Promise<void>; open: () => void }[] = []

  /** Delays the next renewal of a fence until the gate opens. */
  holdNextRenewal(): () => void {
    const { promise: pass, resolve: open } = Promise.withResolvers<void>()
    this.#renewals.push({ pass, open })
    return open
  }

  /** The present listeners get no more messages, as if they were killed. */
  cutBuses() {
    this.#listeners.clear()
  }

  async get(key: string) {
    this.#refuseWhenDown()
    return this.#entries.get(key)
  }

  async set(key: string, entry: SharedEntry) {
    this.#refuseWhenDown()
    this.#entries.set(key, entry)
  }

  async fence(subjects: string[]) {
    this.#refuseWhenDown()
    return subjects.map((subject) => this.#fences.get(subject)).join('|')
  }

  async renew(subjects: string[]) {
    this.#refuseWhenDown()
    if (subjects.length > 0) await this.#renewals.shift()?.pass
    for (const subject of subjects) this.#fences.set(subject, ++this.#fence)
  }

  bus(): Bus {
    let listener: (message: string) => void
    return {
      listen: async (receive) => void this.#listeners.add((listener = receive)),
      publish: async (message) => {
        this.#refuseWhenDown()
        if (!this.isMute) for (const receive of this.#listeners) setImmediate(receive, message)
        return this.#listeners.size
      },
      close: async () => void this.#listeners.delete(listener),
    }
  }

  #refuseWhenDown() {
    if (this.isDown) throw new Error('the hub is down')
  }
}

/** The memory of one worker. */
export class FakeMemory implements MemoryStore {
  #entries = new Map<string, object>()

  get(key: string) {
    return this.#entries.get(key)
  }

  set(key: string, entry: object) {
    this.#entries.set(key, entry)
  }
}
