import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { checkTags, readBusMessage, writeBusMessages } from '#cache/bus_message'
import { InvalidationLog } from '#cache/invalidation_log'
import { atEndOfTurn } from '#db/end_of_turn'

/**
 * Carries messages between workers. A worker receives its own messages too, and whatever else is sent
 * there: what a message says is for its receiver to check.
 */
export interface Bus {
  listen(receive: (message: string) => void, lose: () => void): Promise<void>
  /**
   * @returns how many hear it, this worker among them; undefined where nobody knows
   * @throws when the message may not have reached everybody
   */
  publish(message: string): Promise<number | undefined>
  close(): Promise<void>
}

/** Where a fence stands for each tag, which guards what the workers share. */
interface Fences {
  renew(tags: string[]): Promise<unknown>
}

/** What is to be sent next. */
interface Outgoing {
  tags: Set<string>
  sent: Promise<void>
  send: () => void
  /** Whether some of it nobody waits for. */
  isOwed: boolean
}

const HEARTBEAT_MS = 500
const SILENCE_MS = 1500
const RETRY_MS = 250
/** How long a worker takes itself for alone after a message that nobody else heard. */
const ALONE_LEASE_MS = 1.5 * HEARTBEAT_MS
/** How long one that joins waits: until every ALONE_LEASE_MS has ended, and what was written by then is sent. */
const JOIN_MS = 2 * HEARTBEAT_MS
/** How long a worker that is alone gathers what it has to send. */
const GATHER_MS = 10
/** Unreadable messages cost the cache no more often than that. */
const UNREADABLE_INTERVAL_MS = 1000

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
  #owesAll = false
  #outgoing?: Outgoing
  #owed: Promise<unknown> = Promise.resolve()
  #closed = false
  /** Of a clock that nobody sets, as all times here. */
  #heardAt = 0
  /** How many heard the last message, where that is known. */
  #receivers?: number
  #aloneUntil = 0
  #readyFrom = Infinity
  #heartbeat?: NodeJS.Timeout
  #unreadable = 0
  #unreadableFrom = 0
  #unreadableTimer?: NodeJS.Timeout

  /**
   * @param forget is sent of each tag that is dropped
   * @param onChange is sent whether the bus is heard, when that changes
   * @param onUnreadable is sent how many unreadable messages came, at most once a second
   */
  constructor(
    private bus: Bus,
    private fences: Fences | null,
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
    return performance.now() >= this.#readyFrom
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
  async settle() {
    if (this.#outgoing?.isOwed) this.#outgoing.send()
    await this.#owed
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
    clearTimeout(this.#unreadableTimer)
    await this.settle()
    this.#closed = true
    this.#readyFrom = Infinity
    await this.bus.close()
  }

  /**
   * InvalidationLog tags: here when the call returns, and on other workers, which have heard of it once the
   * promise is kept.
   *
   * @throws TypeError for a tag that a message can't carry
   */
  async invalidate(tags: string[]) {
    checkTags(tags)
    this.#invalidate(tags)
    const outgoing = (this.#outgoing ??= this.#prepareToSend())
    for (const tag of tags) outgoing.tags.add(tag)
    if (performance.now() < this.#aloneUntil) return this.#owe(outgoing)

    atEndOfTurn(outgoing.send)
    await outgoing.sent
    // Again, for whoever was given the old value by the other workers before the fence was renewed.
    this.#invalidate(tags)
  }

  #prepareToSend(): Outgoing {
    const { promise: sent, resolve } = Promise.withResolvers<void>()
    const tags = new Set<string>()
    const send = () => {
      if (this.#outgoing?.sent !== sent) return
      this.#outgoing = undefined
      resolve(this.#send([...tags]))
    }
    return { tags, sent, send, isOwed: false }
  }

  #owe(outgoing: Outgoing) {
    if (outgoing.isOwed) return
    outgoing.isOwed = true
    this.#owed = Promise.all([this.#owed, outgoing.sent])
    setTimeout(outgoing.send, GATHER_MS)
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
    if (message === null) return this.#receiveUnreadable()
    this.#heardAt = performance.now()
    // What this worker sent itself was dropped here before it was sent.
    const { sender, tags } = message
    if (tags.length > 0 && sender !== this.#id) this.#invalidate(tags)
  }

  /**
   * An unreadable message may have named anything, so everything is dropped here: at once, and for
   * those that follow within a second once more at its end. Nobody else is sent, as they received it
   * too. So what is sent there by others costs a refill of the cache a second, however much it is.
   */
  #receiveUnreadable() {
    this.#unreadable++
    if (this.#unreadableTimer) return
    const left = this.#unreadableFrom - performance.now()
    if (left <= 0) this.#invalidateUnreadable()
    else this.#unreadableTimer = setTimeout(() => this.#invalidateUnreadable(), left).unref()
  }

  #invalidateUnreadable() {
    this.#unreadableTimer = undefined
    this.#unreadableFrom = performance.now() + UNREADABLE_INTERVAL_MS
    this.#invalidate([everything])
    this.onUnreadable(this.#unreadable)
    this.#unreadable = 0
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
