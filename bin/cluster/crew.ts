import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import { Crashes } from './crashes.js'
import { Member } from './member.js'
import type { FromWorker } from './messages.js'
import { refuse } from './refuse.js'

const HEARTBEAT = 5000
const BEAT = 10
/** How long a connection waits for a worker, and how often that is looked at, milliseconds. */
const PATIENCE = 3000
const LOOK = 250

export interface CrewOptions {
  size: number
  /** The environment of a worker, laid over that of this process. */
  env: NodeJS.ProcessEnv
  logger: Logger
  hear: (message: FromWorker, from: Member) => void
  /** No worker starts any more. */
  giveUp: () => void
}

/** The workers: replaces those that crash, reloads them one by one, gives them connections. */
export class Crew {
  /** Who was given a connection last comes last. */
  #members = new Set<Member>()
  #waiting: { socket: Socket; since: number }[] = []
  #crashes = new Crashes()
  #isStopping = false

  constructor(private options: CrewOptions) {
    setInterval(() => this.#endTheHung(), HEARTBEAT).unref()
    setInterval(() => this.#refuseTheLate(), LOOK).unref()
  }

  get ready() {
    return [...this.#members].filter(({ state }) => state === 'ready')
  }

  /** @returns when all are ready */
  async start() {
    const members = Array.from({ length: this.options.size }, () => this.#hire())
    await Promise.all(members.map((member) => member.becomesReady()))
  }

  /** Gives a connection to a worker that has time, as soon as there is one. */
  hand(socket: Socket) {
    this.#waiting.push({ socket, since: performance.now() })
    this.#deal()
  }

  /**
   * Puts a new worker in the place of each, one after the other.
   *
   * @returns false when a new worker did not start; those that are left go on
   */
  async reload(): Promise<boolean> {
    const old = [...this.#members].filter(({ state }) => state !== 'leaving')
    for (const member of old) {
      // One that crashed meanwhile is replaced anyway.
      if (!this.#members.has(member)) continue
      if (!(await this.#probe())) return false
      await member.dismiss()
    }
    this.#fill()
    return true
  }

  /** Lets every worker finish what is under way. Nothing may be handed to it any more. */
  async stop() {
    while (this.#waiting.length > 0 && this.ready.length > 0) await sleep(BEAT)
    this.#isStopping = true
    for (const { socket } of this.#waiting) socket.destroy()
    await Promise.all([...this.#members].map((member) => member.dismiss()))
  }

  kill() {
    this.#isStopping = true
    for (const member of this.#members) member.kill()
  }

  #hire(isProbe = false): Member {
    const member = new Member(this.options.env)
    this.#members.add(member)
    member.hear((message) => this.#hear(message, member))
    void member.exited.then(() => this.#left(member, isProbe))
    void member.untaken.then((socket) => socket && this.hand(socket))
    return member
  }

  /** Starts a worker whose failure is no crash of those that work. */
  async #probe(): Promise<boolean> {
    const member = this.#hire(true)
    const isReady = await member.becomesReady()
    if (!isReady && !this.#isStopping) {
      this.options.logger.error('reload: the new worker does not start, the others stay')
      member.kill()
      this.#fill()
    }
    return isReady
  }

  #hear(message: FromWorker, member: Member) {
    if (message.kind === 'ready') this.#crashes.forgive()
    if (message.kind === 'ready' || message.kind === 'taken') this.#deal()
    this.options.hear(message, member)
  }

  #deal() {
    for (const member of this.ready) {
      if (this.#waiting.length === 0) return
      if (!member.isFree) continue
      member.give(this.#waiting.shift()!.socket)
      this.#members.delete(member)
      this.#members.add(member)
    }
  }

  #left(member: Member, isProbe: boolean) {
    this.#members.delete(member)
    if (this.#isStopping || member.state === 'leaving') return
    if (isProbe && member.state === 'starting') return

    const pause = this.#crashes.note()
    if (this.#crashes.isLoop) return this.options.giveUp()
    this.options.logger.warn(`worker ${member.pid} ended (${member.end}), another in ${pause} ms`)
    setTimeout(() => this.#fill(), pause)
  }

  #fill() {
    if (this.#isStopping) return
    const present = [...this.#members].filter(({ state }) => state !== 'leaving')
    for (let count = present.length; count < this.options.size; count++) this.#hire()
  }

  /** Better told to come again than left without a word. */
  #refuseTheLate() {
    const oldest = performance.now() - PATIENCE
    while (this.#waiting.length > 0 && this.#waiting[0].since < oldest) {
      refuse(this.#waiting.shift()!.socket)
    }
  }

  #endTheHung() {
    for (const member of this.#members) {
      if (!member.missesAnother()) continue
      this.options.logger.error(`worker ${member.pid} does not answer and is ended`)
      member.kill()
    }
  }
}
