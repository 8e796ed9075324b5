import { fork } from 'node:child_process'
import { extname } from 'node:path'
import type { Logger } from '@adonisjs/core/logger'
import { Crashes } from './crashes.js'
import type { FromWorker } from './messages.js'
import { ProcessHandle } from './process_handle.js'

const HEARTBEAT_MS = 5000

const ENTRY = new URL(`./jobs${extname(import.meta.filename)}`, import.meta.url)

export interface JobProcessOptions {
  /** Overrides for its environment. */
  overlay: NodeJS.ProcessEnv
  heapMegabytes: number
  logger: Logger
  receive: (message: FromWorker, from: ProcessHandle) => void
}

/** A separate process for jobs. The API works without it, so the restarts never end. */
export class JobProcess {
  #current?: ProcessHandle
  #crashes = new Crashes()
  #isStopping = false

  constructor(private options: JobProcessOptions) {
    setInterval(() => this.#endTheHung(), HEARTBEAT_MS).unref()
  }

  /** The processes that can report metrics. */
  get ready() {
    return this.#current?.state === 'ready' ? [this.#current] : []
  }

  start() {
    if (!this.#isStopping) this.#current = this.#fork()
  }

  /** Replaces the process. @returns false if the new one does not start; the old one goes on */
  async reload(): Promise<boolean> {
    const old = this.#current
    const successor = this.#fork()
    if (!(await successor.becomesReady())) {
      successor.kill()
      if (!this.#isStopping) {
        this.options.logger.error(
          'reload: the new process of jobs does not start, the old one stays'
        )
      }
      return false
    }
    this.#current = successor
    await old?.dismiss()
    return true
  }

  async stop() {
    this.#isStopping = true
    await this.#current?.dismiss()
  }

  kill() {
    this.#isStopping = true
    this.#current?.kill()
  }

  #fork(): ProcessHandle {
    const { overlay, heapMegabytes, receive } = this.options
    const child = new ProcessHandle(
      fork(ENTRY, {
        env: { ...process.env, ...overlay },
        // Overrides the workers' NODE_OPTIONS.
        execArgv: [
          ...process.execArgv,
          `--max-old-space-size=${heapMegabytes}`,
          '--max-semi-space-size=2',
        ],
      })
    )
    child.receive((message) => {
      if (message.kind === 'ready') this.#crashes.reset()
      receive(message, child)
    })
    void child.exited.then(() => this.#left(child))
    return child
  }

  #left(left: ProcessHandle) {
    if (this.#isStopping || left !== this.#current || left.state === 'leaving') return
    this.#current = undefined
    const delay = this.#crashes.record()
    this.options.logger.warn(
      `the process of jobs ${left.pid} ended (${left.end}), another in ${delay} ms`
    )
    setTimeout(() => this.#current ?? this.start(), delay)
  }

  #endTheHung() {
    if (!this.#current?.missesAnother()) return
    this.options.logger.error(
      `the process of jobs ${this.#current.pid} does not answer and is ended`
    )
    this.#current.kill()
  }
}
