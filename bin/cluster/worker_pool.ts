import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import { Crashes } from './crashes.js'
import { WorkerHandle } from './worker_handle.js'
import type { FromWorker } from './messages.js'
import { refuse } from './refuse.js'

const HEARTBEAT_INTERVAL_MS = 5000
const POLL_INTERVAL_MS = 10
const WAIT_TIMEOUT_MS = 3000
const CHECK_INTERVAL_MS = 250

export interface WorkerPoolOptions {
  size: number
  env: NodeJS.ProcessEnv
  logger: Logger
  receive: (message: FromWorker, from: WorkerHandle) => void
  /** Called after too many crashes. */
  giveUp: () => void
}

/** Spawns workers, replaces crashed ones, reloads them in turn and passes connections to them. */
export class WorkerPool {
  /** Round robin: a worker that gets a connection moves to the end. */
  #workers = new Set<WorkerHandle>()
  #waiting: { socket: Socket; since: number }[] = []
  #crashes = new Crashes()
  #isStopping = false

  constructor(private options: WorkerPoolOptions) {
    setInterval(() => this.#killHung(), HEARTBEAT_INTERVAL_MS).unref()
    setInterval(() => this.#refuseExpired(), CHECK_INTERVAL_MS).unref()
  }

  get ready() {
    return [...this.#workers].filter(({ state }) => state === 'ready')
  }

  async start() {
    const workers = Array.from({ length: this.options.size }, () => this.#spawn())
    await Promise.all(workers.map((worker) => worker.becomesReady()))
  }

  hand(socket: Socket) {
    this.#waiting.push({ socket, since: performance.now() })
    this.#assign()
  }

  /** Replaces the workers in turn. @returns false if a new one did not start; the others go on */
  async reload(): Promise<boolean> {
    const old = [...this.#workers].filter(({ state }) => state !== 'leaving')
    for (const worker of old) {
      // A crash has already replaced it.
      if (!this.#workers.has(worker)) continue
      if (!(await this.#probe())) return false
      await worker.dismiss()
    }
    this.#refill()
    return true
  }

  /** Drains all workers. Pass no connection afterwards. */
  async stop() {
    while (this.#waiting.length > 0 && this.ready.length > 0) await sleep(POLL_INTERVAL_MS)
    this.#isStopping = true
    for (const { socket } of this.#waiting) socket.destroy()
    await Promise.all([...this.#workers].map((worker) => worker.dismiss()))
  }

  kill() {
    this.#isStopping = true
    for (const worker of this.#workers) worker.kill()
  }

  #spawn(isProbe = false): WorkerHandle {
    const worker = new WorkerHandle(this.options.env)
    this.#workers.add(worker)
    worker.receive((message) => this.#receive(message, worker))
    void worker.exited.then(() => this.#onExit(worker, isProbe))
    void worker.untaken.then((socket) => socket && this.hand(socket))
    return worker
  }

  /** Starts one worker before another is replaced; its failure is no crash of the service. */
  async #probe(): Promise<boolean> {
    const worker = this.#spawn(true)
    const isReady = await worker.becomesReady()
    if (!isReady && !this.#isStopping) {
      this.options.logger.error('reload: the new worker does not start, the others stay')
      worker.kill()
      this.#refill()
    }
    return isReady
  }

  #receive(message: FromWorker, worker: WorkerHandle) {
    if (message.kind === 'ready') this.#crashes.reset()
    if (message.kind === 'ready' || message.kind === 'taken') this.#assign()
    this.options.receive(message, worker)
  }

  #assign() {
    for (const worker of this.ready) {
      if (this.#waiting.length === 0) return
      if (!worker.isFree) continue
      worker.give(this.#waiting.shift()!.socket)
      this.#workers.delete(worker)
      this.#workers.add(worker)
    }
  }

  #onExit(worker: WorkerHandle, isProbe: boolean) {
    this.#workers.delete(worker)
    if (this.#isStopping || worker.state === 'leaving') return
    if (isProbe && worker.state === 'starting') return

    const delay = this.#crashes.record()
    if (this.#crashes.isLooping) return this.options.giveUp()
    this.options.logger.warn(`worker ${worker.pid} ended (${worker.end}), another in ${delay} ms`)
    setTimeout(() => this.#refill(), delay)
  }

  #refill() {
    if (this.#isStopping) return
    const present = [...this.#workers].filter(({ state }) => state !== 'leaving')
    for (let count = present.length; count < this.options.size; count++) this.#spawn()
  }

  #refuseExpired() {
    const oldest = performance.now() - WAIT_TIMEOUT_MS
    while (this.#waiting.length > 0 && this.#waiting[0].since < oldest) {
      refuse(this.#waiting.shift()!.socket)
    }
  }

  #killHung() {
    for (const worker of this.#workers) {
      if (!worker.missesAnother()) continue
      this.options.logger.error(`worker ${worker.pid} does not answer and is ended`)
      worker.kill()
    }
  }
}
