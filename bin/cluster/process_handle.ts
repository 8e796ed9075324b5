import type { ChildProcess, SendHandle } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { MAX_STOP_MS } from '../serving/serve.js'
import { isFromWorker, type FromWorker, type ToWorker } from './messages.js'

/** Milliseconds. */
const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = MAX_STOP_MS + 2000

/** Heartbeats that a process may miss before it counts as hung; some 30 seconds. */
const MISSED_AT_MOST = 6

/** A process as the primary that started it sees it. */
export class ProcessHandle {
  state: 'starting' | 'ready' | 'leaving' = 'starting'
  readonly exited: Promise<unknown>
  #missed = 0

  constructor(private child: ChildProcess) {
    this.exited = once(child, 'exit')
    child.on('error', () => {})
  }

  get pid() {
    return this.child.pid!
  }

  /** How it ended, in words. */
  get end() {
    const { exitCode, signalCode } = this.child
    return signalCode ?? `exit code ${exitCode}`
  }

  receive(listen: (message: FromWorker) => void) {
    this.child.on('message', (message: unknown) => {
      if (!isFromWorker(message)) return
      if (message.kind === 'alive') this.#missed = 0
      if (message.kind === 'ready' && this.state === 'starting') this.state = 'ready'
      listen(message)
    })
  }

  send(message: ToWorker, handle?: SendHandle) {
    this.child.send(message, handle, { keepOpen: true }, () => {})
  }

  /** @returns whether it became ready, rather than ending or taking for ever */
  async becomesReady(): Promise<boolean> {
    const deadline = performance.now() + START_TIMEOUT_MS
    while (this.state === 'starting' && !this.#isDead && performance.now() < deadline) {
      await sleep(20)
    }
    return this.state === 'ready' && !this.#isDead
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
    this.child.kill('SIGKILL')
  }

  get #isDead() {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }
}
