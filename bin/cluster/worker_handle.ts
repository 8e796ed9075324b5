import cluster from 'node:cluster'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FromWorker } from './messages.js'
import { ProcessHandle } from './process_handle.js'

/** Milliseconds in which messages still arrive after a worker's end. */
const LAST_MESSAGES_MS = 50

export class WorkerHandle extends ProcessHandle {
  isFree = false
  /** Resolves after the worker's end, with its last connection if the worker did not take it. */
  readonly untaken: Promise<Socket | undefined>
  #given: Socket | undefined

  constructor(env: NodeJS.ProcessEnv) {
    super(cluster.fork(env).process)
    this.untaken = this.exited.then(() => sleep(LAST_MESSAGES_MS)).then(() => this.#given)
  }

  override receive(listen: (message: FromWorker) => void) {
    super.receive((message) => {
      if (message.kind === 'taken') this.#letGo()
      if (message.kind === 'ready' || message.kind === 'taken') this.isFree = true
      listen(message)
    })
  }

  give(socket: Socket) {
    this.isFree = false
    this.#given = socket
    this.send({ kind: 'connection' }, socket)
  }

  /** Closes only the primary's copy of the connection. */
  #letGo() {
    this.#given?.destroy()
    this.#given = undefined
  }
}
