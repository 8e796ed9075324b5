import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bus } from '#cache/bus'
import { checkTags, readBusMessage, writeBusMessages } from '#cache/bus_message'
import { InvalidationLog } from '#cache/invalidation_log'
import { Outbox } from '#cache/outbox'
import type { SharedStore } from '#cache/stores'
import { UnreadableMessages } from '#cache/unreadable_messages'

const HEARTBEAT_MS = 500
const SILENCE_MS = 1500
const RETRY_MS = 250
/** How long a worker counts as alone after a message that no other worker received. */
const ALONE_LEASE_MS = 1.5 * HEARTBEAT_MS
/** A joining worker waits until each ALONE_LEASE_MS has ended and its writes are sent. */
const JOIN_MS = 2 * HEARTBEAT_MS

export const everything = '*'

/** Without the bus a worker serves no cached value. Alone on the bus, it doesn't wait when it writes. */
export class Invalidation {
  readonly #id = randomUUID()
  #log = new InvalidationLog()
  #outbox = new Outbox((tags) => this.#send(tags))
  #unreadable = new UnreadableMessages((count) => {
    this.#invalidate([everything])
    this.onUnreadable(count)
  })
  #owesAll = false
  #closed = false
  #heardAt = 0
  #receivers?: number
  #aloneUntil = 0
  #readyFrom = Infinity
  #heartbeat?: NodeJS.Timeout

  constructor(
    private bus: Bus,
    private fences: Pick<SharedStore, 'renew'> | null,
    private forget: (tags: string[]) => void,
    private onChange: (isConnected: boolean) => void,
    private onUnreadable: (count: number) => void
  ) {}

  get isConnected() {
    return this.#readyFrom < Infinity
  }

  get isReady() {
    return this.isReadyAt(performance.now())
  }

  isReadyAt(now: number) {
    return now >= this.#readyFrom
  }

  get clock() {
    return this.#log.clock
  }

  /** Whether no tag was invalidated since that {@link clock} value. */
  holds(tags: readonly string[], since: number): boolean {
    return this.#log.holds(tags, since)
  }

  settle() {
    return this.#outbox.settle()
  }

  async open() {
    await this.bus
      .listen(
        (message) => this.#receive(message),
        () => this.#lose()
      )
      .catch(() => {})
    void this.#recover()
    this.#heartbeat = setInterval(() => this.#listen(), HEARTBEAT_MS).unref()
  }

  async close() {
    clearInterval(this.#heartbeat)
    this.#unreadable.close()
    await this.settle()
    this.#closed = true
    this.#readyFrom = Infinity
    await this.bus.close()
  }

  /** Invalidates here at once, on other workers when it resolves. @throws TypeError for an invalid tag */
  async invalidate(tags: string[]) {
    checkTags(tags)
    this.#invalidate(tags)
    if (performance.now() < this.#aloneUntil) return this.#outbox.owe(tags)

    await this.#outbox.send(tags)
    // Again: another worker may have returned the old value before the fence was renewed.
    this.#invalidate(tags)
  }

  async #send(tags: string[]) {
    try {
      // Both use one connection if there is a fence, so the fence goes first.
      await Promise.all([this.fences?.renew(tags), this.#publish(tags)])
    } catch {
      this.#owesAll = true
      this.#lose()
    }
  }

  async #publish(tags: string[]) {
    const sentAt = performance.now()
    const messages = writeBusMessages({ sender: this.#id, tags })
    const receivers = await Promise.all(messages.map((message) => this.bus.publish(message)))
    this.#receivers = receivers.at(-1)
    this.#aloneUntil = this.#receivers === 1 ? sentAt + ALONE_LEASE_MS : 0
  }

  #invalidate(tags: string[]) {
    this.#log.add(tags)
    if (tags.includes(everything)) this.#log.addAll()
    this.forget(tags)
  }

  #receive(text: string) {
    const message = readBusMessage(text)
    if (message === null) return this.#unreadable.receive()
    this.#heardAt = performance.now()
    // A worker invalidated its own tags before it sent them.
    const { sender, tags } = message
    if (tags.length > 0 && sender !== this.#id) this.#invalidate(tags)
  }

  #listen() {
    if (!this.isConnected) return
    if (performance.now() - this.#heardAt > SILENCE_MS) this.#lose()
    else this.#publish([]).catch(() => this.#lose())
  }

  #lose() {
    if (!this.isConnected || this.#closed) return
    this.#readyFrom = Infinity
    this.#owesAll = true
    this.#aloneUntil = 0
    this.onChange(false)
    void this.#recover()
  }

  /** Workers may have missed the writes of the outage, so all of them invalidate everything. */
  async #recover() {
    while (!this.#closed) {
      const owed = this.#owesAll ? [everything] : []
      this.#owesAll = false
      const isConnected = await this.#sendAll(owed)
      if (isConnected && !this.#owesAll) {
        this.#invalidate(owed)
        break
      }
      this.#owesAll ||= owed.length > 0
      if (!isConnected) await wait(RETRY_MS, undefined, { ref: false })
    }
    if (this.#closed) return
    const others = (this.#receivers ?? 1) - 1
    this.#readyFrom = performance.now() + (others > 0 ? JOIN_MS : 0)
    this.onChange(true)
  }

  async #sendAll(tags: string[]): Promise<boolean> {
    try {
      await this.fences?.renew(tags)
      const isConnected = await this.#receivesItsOwn(tags)
      // A lone worker disturbs no other, and can't know which tags the last worker still had to send.
      if (this.#receivers === 1) await this.fences?.renew([everything])
      return isConnected
    } catch {
      return false
    }
  }

  /** Only a message that comes back proves that both directions work. */
  async #receivesItsOwn(tags: string[]) {
    this.#heardAt = 0
    await this.#publish(tags)
    for (let waited = 0; waited < HEARTBEAT_MS && this.#heardAt === 0; waited += 5) {
      await wait(5, undefined, { ref: false })
    }
    return this.#heardAt > 0
  }
}
