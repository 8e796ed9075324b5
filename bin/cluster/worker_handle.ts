import cluster from 'node:cluster'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FromWorker } from './messages.js'
import { ProcessHandle } from './process_handle.js'

/** How long after its end a worker may still be heard, milliseconds. */
const LAST_WORDS = 50

/** A worker as its primary sees it. */
export class WorkerHandle extends ProcessHandle {
  /** Whether it has time for another connection. */
  isFree = false
  /** When it is gone: the connection that it was given last, if it never took that. */
  readonly untaken: Promise<Socket | undefined>
  #given: Socket | undefined

  constructor(env: NodeJS.ProcessEnv) {
    super(cluster.fork(env).process)
    this.untaken = this.exited.then(() => sleep(LAST_WORDS)).then(() => this.#given)
  }

  override receive(listen: (message: FromWorker) => void) {
    super.receive((message) => {
      if (message.kind === 'taken') this.#letGo()
      if (message.kind === 'ready' || message.kind === 'taken') this.isFree = true
      listen(message)
    })
  }

  /** Gives it a connection. */
  give(socket: Socket) {
    this.isFree = false
    this.#given = socket
    this.send({ kind: 'connection' }, socket)
  }

  /** Closes this end of the connection alone: the worker has its own. */
  #letGo() {
    this.#given?.destroy()
    this.#given = undefined
  }
}
