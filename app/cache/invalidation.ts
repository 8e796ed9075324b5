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
/** How long a worker takes itself for alone after a message that nobody else heard. */
const ALONE_LEASE_MS = 1.5 * HEARTBEAT_MS
/** How long one that joins waits: until every ALONE_LEASE_MS has ended, and what was written by then is sent. */
const JOIN_MS = 2 * HEARTBEAT_MS

/** The tag that all others are part of. */
export const everything = '*'

/**
 * What a worker knows of the writes of all: which tags were dropped, and whether it hears of each
 * that is, without which nothing that is kept may be served.
 *
 * A worker that is alone waits for nobody when it writes. That it is, the bus says, and it believes it for
 * a while only: so one that joins serves nothing that it keeps until nobody can believe it any more.
 */
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
  /** Of a clock that nobody sets, as all times here. */
  #heardAt = 0
  /** How many heard the last message, where that is known. */
  #receivers?: number
  #aloneUntil = 0
  #readyFrom = Infinity
  #heartbeat?: NodeJS.Timeout

  /**
   * @param forget is sent of each tag that is dropped
   * @param onChange is sent whether the bus is heard, when that changes
   * @param onUnreadable is sent how many unreadable messages came, at most once a second
   */
  constructor(
    private bus: Bus,
    private fences: Pick<SharedStore, 'renew'> | null,
    private forget: (tags: string[]) => void,
    private onChange: (isConnected: boolean) => void,
    private onUnreadable: (count: number) => void
  ) {}

  /** Whether the bus is heard. */
  get isConnected() {
    return this.#readyFrom < Infinity
  }

  /** Whether what is kept may be served. */
  get isReady() {
    return this.isReadyAt(performance.now())
  }

  /** The same at a moment of `performance.now()`. */
  isReadyAt(now: number) {
    return now >= this.#readyFrom
  }

  /** The moment, as {@link holds} knows it. */
  get clock() {
    return this.#log.clock
  }

  /** Whether none of the tags was dropped since. */
  holds(tags: readonly string[], since: number): boolean {
    return this.#log.holds(tags, since)
  }

  /** Tells what no writer has waited for; kept when that is done. */
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

  /**
   * Invalidates tags: here when the call returns, and on other workers, which have heard of it once the
   * promise is kept.
   *
   * @throws TypeError for a tag that a message can't carry
   */
  async invalidate(tags: string[]) {
    checkTags(tags)
    this.#invalidate(tags)
    if (performance.now() < this.#aloneUntil) return this.#outbox.owe(tags)

    await this.#outbox.send(tags)
    // Again, for whoever was given the old value by the other workers before the fence was renewed.
    this.#invalidate(tags)
  }

  async #send(tags: string[]) {
    try {
      // Sent together: where there is a fence it goes over the same connection, so it goes first.
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
    // What this worker sent itself was dropped here before it was sent.
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

  /** What was written meanwhile may have reached nobody: then everybody drops everything. */
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
      // Who is alone disturbs nobody, and can't know what the last one had still to send.
      if (this.#receivers === 1) await this.fences?.renew([everything])
      return isConnected
    } catch {
      return false
    }
  }

  /** Only what comes back proves that the way there and the way back are open. */
  async #receivesItsOwn(tags: string[]) {
    this.#heardAt = 0
    await this.#publish(tags)
    for (let waited = 0; waited < HEARTBEAT_MS && this.#heardAt === 0; waited += 5) {
      await wait(5, undefined, { ref: false })
    }
    return this.#heardAt > 0
  }
}
