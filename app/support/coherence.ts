import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { checkSubjects, readBusMessage, writeBusMessages } from '#support/bus_message'
import { Drops } from '#support/drops'
import { atEndOfTurn } from '#support/end_of_turn'

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

/** Where a fence stands for each subject, which guards what the workers share. */
interface Fences {
  renew(subjects: string[]): Promise<unknown>
}

/** What is to be told next. */
interface Untold {
  subjects: Set<string>
  told: Promise<void>
  tell: () => void
  /** Whether some of it nobody waits for. */
  isOwed: boolean
}

const beat = 500
const silence = 1500
const pause = 250
/** How long a worker takes itself for alone after a message that nobody else heard. */
const lease = 1.5 * beat
/** How long one that joins waits: until every lease has ended, and what was written by then is told. */
const joining = 2 * beat
/** How long a worker that is alone gathers what it has to tell. */
const patience = 10
/** Unreadable messages cost the cache no more often than that. */
const UNREADABLE_INTERVAL_MS = 1000

/** The subject that all others are part of. */
export const everything = '*'

/**
 * What a worker knows of the writes of all: which subjects were dropped, and whether it hears of each
 * that is, without which nothing that is kept may be served.
 *
 * A worker that is alone waits for nobody when it writes. That it is, the bus says, and it believes it for
 * a while only: so one that joins serves nothing that it keeps until nobody can believe it any more.
 */
export class Coherence {
  readonly #id = randomUUID()
  #drops = new Drops()
  #owesAll = false
  #untold?: Untold
  #owed: Promise<unknown> = Promise.resolve()
  #closed = false
  /** Of a clock that nobody sets, as all times here. */
  #heardAt = 0
  /** How many heard the last message, where that is known. */
  #hearers?: number
  #aloneUntil = 0
  #coherentFrom = Infinity
  #heartbeat?: NodeJS.Timeout
  #unreadable = 0
  #unreadableFrom = 0
  #unreadableTimer?: NodeJS.Timeout

  /**
   * @param forget is told of each subject that is dropped
   * @param onChange is told whether the bus is heard, when that changes
   * @param onUnreadable is told how many unreadable messages came, at most once a second
   */
  constructor(
    private bus: Bus,
    private fences: Fences | null,
    private forget: (subjects: string[]) => void,
    private onChange: (isHeard: boolean) => void,
    private onUnreadable: (count: number) => void
  ) {}

  /** Whether the bus is heard. */
  get isHeard() {
    return this.#coherentFrom < Infinity
  }

  /** Whether what is kept may be served. */
  get isCoherent() {
    return performance.now() >= this.#coherentFrom
  }

  /** The moment, as {@link holds} knows it. */
  get clock() {
    return this.#drops.clock
  }

  /** Whether none of the subjects was dropped since. */
  holds(subjects: readonly string[], since: number): boolean {
    return this.#drops.holds(subjects, since)
  }

  /** Tells what no writer has waited for; kept when that is done. */
  async settle() {
    if (this.#untold?.isOwed) this.#untold.tell()
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
    this.#heartbeat = setInterval(() => this.#listen(), beat).unref()
  }

  async close() {
    clearInterval(this.#heartbeat)
    clearTimeout(this.#unreadableTimer)
    await this.settle()
    this.#closed = true
    this.#coherentFrom = Infinity
    await this.bus.close()
  }

  /**
   * Drops subjects: here when the call returns, and on other workers, which have heard of it once the
   * promise is kept.
   *
   * @throws TypeError for a subject that a message can't carry
   */
  async drop(subjects: string[]) {
    checkSubjects(subjects)
    this.#drop(subjects)
    const untold = (this.#untold ??= this.#prepareToTell())
    for (const subject of subjects) untold.subjects.add(subject)
    if (performance.now() < this.#aloneUntil) return this.#owe(untold)

    atEndOfTurn(untold.tell)
    await untold.told
    // Again, for whoever was given the old value by the other workers before the fence was renewed.
    this.#drop(subjects)
  }

  #prepareToTell(): Untold {
    const { promise: told, resolve } = Promise.withResolvers<void>()
    const subjects = new Set<string>()
    const tell = () => {
      if (this.#untold?.told !== told) return
      this.#untold = undefined
      resolve(this.#tell([...subjects]))
    }
    return { subjects, told, tell, isOwed: false }
  }

  #owe(untold: Untold) {
    if (untold.isOwed) return
    untold.isOwed = true
    this.#owed = Promise.all([this.#owed, untold.told])
    setTimeout(untold.tell, patience)
  }

  async #tell(subjects: string[]) {
    try {
      // Sent together: where there is a fence it goes over the same connection, so it goes first.
      await Promise.all([this.fences?.renew(subjects), this.#publish(subjects)])
    } catch {
      this.#owesAll = true
      this.#lose()
    }
  }

  async #publish(subjects: string[]) {
    const sentAt = performance.now()
    const messages = writeBusMessages({ sender: this.#id, subjects })
    const hearers = await Promise.all(messages.map((message) => this.bus.publish(message)))
    this.#hearers = hearers.at(-1)
    this.#aloneUntil = this.#hearers === 1 ? sentAt + lease : 0
  }

  #drop(subjects: string[]) {
    this.#drops.add(subjects)
    if (subjects.includes(everything)) this.#drops.addAll()
    this.forget(subjects)
  }

  #receive(text: string) {
    const message = readBusMessage(text)
    if (message === null) return this.#receiveUnreadable()
    this.#heardAt = performance.now()
    // What this worker sent itself was dropped here before it was sent.
    const { sender, subjects } = message
    if (subjects.length > 0 && sender !== this.#id) this.#drop(subjects)
  }

  /**
   * An unreadable message may have named anything, so everything is dropped here: at once, and for
   * those that follow within a second once more at its end. Nobody else is told, as they received it
   * too. So what is sent there by others costs a refill of the cache a second, however much it is.
   */
  #receiveUnreadable() {
    this.#unreadable++
    if (this.#unreadableTimer) return
    const left = this.#unreadableFrom - performance.now()
    if (left <= 0) this.#dropUnreadable()
    else this.#unreadableTimer = setTimeout(() => this.#dropUnreadable(), left).unref()
  }

  #dropUnreadable() {
    this.#unreadableTimer = undefined
    this.#unreadableFrom = performance.now() + UNREADABLE_INTERVAL_MS
    this.#drop([everything])
    this.onUnreadable(this.#unreadable)
    this.#unreadable = 0
  }

  #listen() {
    if (!this.isHeard) return
    if (performance.now() - this.#heardAt > silence) this.#lose()
    else this.#publish([]).catch(() => this.#lose())
  }

  #lose() {
    if (!this.isHeard || this.#closed) return
    this.#coherentFrom = Infinity
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
      const isHeard = await this.#tellAll(owed)
      if (isHeard && !this.#owesAll) {
        this.#drop(owed)
        break
      }
      this.#owesAll ||= owed.length > 0
      if (!isHeard) await wait(pause, undefined, { ref: false })
    }
    if (this.#closed) return
    const others = (this.#hearers ?? 1) - 1
    this.#coherentFrom = performance.now() + (others > 0 ? joining : 0)
    this.onChange(true)
  }

  async #tellAll(subjects: string[]): Promise<boolean> {
    try {
      await this.fences?.renew(subjects)
      const isHeard = await this.#hearsItself(subjects)
      // Who is alone disturbs nobody, and can't know what the last one had still to tell.
      if (this.#hearers === 1) await this.fences?.renew([everything])
      return isHeard
    } catch {
      return false
    }
  }

  /** Only what comes back proves that the way there and the way back are open. */
  async #hearsItself(subjects: string[]) {
    this.#heardAt = 0
    await this.#publish(subjects)
    for (let waited = 0; waited < beat && this.#heardAt === 0; waited += 5) {
      await wait(5, undefined, { ref: false })
    }
    return this.#heardAt > 0
  }
}
