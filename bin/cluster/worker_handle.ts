import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { MAX_STOP_MS } from '../serving/serve.js'
import { isFromWorker, type FromWorker, type ToWorker } from './messages.js'

/** Milliseconds. */
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = MAX_STOP_MS + 2000

/** How long after its end a worker may still be heard, milliseconds. */
const LAST_WORDS = 50

/** Heartbeats that a worker may miss before it counts as hung; some 30 seconds. */
const MISSED_AT_MOST = 6

/** A worker as its primary sees it. */
export class WorkerHandle {
  state: 'starting' | 'ready' | 'leaving' = 'starting'
  /** Whether it has time for another connection. */
  isFree = false
  readonly exited: Promise<unknown>
  /** When it is gone: the connection that it was given last, if it never took that. */
  readonly untaken: Promise<Socket | undefined>
  #worker: Worker
  #missed = 0
  #given: Socket | undefined

  constructor(env: NodeJS.ProcessEnv) {
    this.#worker = cluster.fork(env)
    this.exited = once(this.#worker, 'exit')
    this.#worker.on('error', () => {})
    this.untaken = this.exited.then(() => sleep(LAST_WORDS)).then(() => this.#given)
  }

  get pid() {
    return this.#worker.process.pid!
  }

  /** How it ended, in words. */
  get end() {
    const { exitCode, signalCode } = this.#worker.process
    return signalCode ?? `exit code ${exitCode}`
  }

  receive(listen: (message: FromWorker) => void) {
    this.#worker.on('message', (message: unknown) => {
      if (!isFromWorker(message)) return
      if (message.kind === 'alive') this.#missed = 0
      if (message.kind === 'ready' && this.state === 'starting') this.state = 'ready'
      if (message.kind === 'taken') this.#letGo()
      if (message.kind === 'ready' || message.kind === 'taken') this.isFree = true
      listen(message)
    })
  }

  send(message: ToWorker, socket?: Socket) {
    this.#worker.send(message, socket, { keepOpen: true }, () => {})
  }

  /** Gives it a connection. */
  give(socket: Socket) {
    this.isFree = false
    this.#given = socket
    this.send({ kind: 'connection' }, socket)
  }

  /** @returns whether it became ready, rather than ending or taking for ever */
  async becomesReady(): Promise<boolean> {
    const deadline = performance.now() + START_TIMEOUT_MS
    while (this.state === 'starting' && !this.#worker.isDead() && performance.now() < deadline) {
      await sleep(20)
    }
    return this.state === 'ready' && !this.#worker.isDead()
  }

  /** Lets it finish what is under way, and waits for its end. */
  async dismiss() {
    if (this.state === 'starting') this.kill()
    if (this.state === 'ready') this.send({ kind: 'drain' })
    this.state = 'leaving'
    const late = setTimeout(() => this.kill(), STOP_TIMEOUT_MS)
    await this.exited
    clearTimeout(late)
  }

  /** To be called between two heartbeats. @returns whether it has not been heard for too long */
  missesAnother(): boolean {
    return this.state === 'ready' && ++this.#missed > MISSED_AT_MOST
  }

  kill() {
    this.#worker.process.kill('SIGKILL')
  }

  /** Closes this end of the connection alone: the worker has its own. */
  #letGo() {
    this.#given?.destroy()
    this.#given = undefined
  }
}
