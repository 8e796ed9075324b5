import type { ChildProcess, SendHandle } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { MAX_STOP_MS } from '../serving/serve.js'
import { isFromWorker, type FromWorker, type ToWorker } from './messages.js'

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = MAX_STOP_MS + 2000

/** About 30 seconds. */
const MAX_MISSED_HEARTBEATS = 6

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

  /** @returns false if it ends or times out first */
  async becomesReady(): Promise<boolean> {
    const deadline = performance.now() + START_TIMEOUT_MS
    while (this.state === 'starting' && !this.#isDead && performance.now() < deadline) {
      await sleep(20)
    }
    return this.state === 'ready' && !this.#isDead
  }

  async dismiss() {
    if (this.state === 'starting') this.kill()
    if (this.state === 'ready') this.send({ kind: 'drain' })
    this.state = 'leaving'
    const late = setTimeout(() => this.kill(), STOP_TIMEOUT_MS)
    await this.exited
    clearTimeout(late)
  }

  /** Call between two heartbeats. @returns whether the process counts as hung */
  missesAnother(): boolean {
    return this.state === 'ready' && ++this.#missed > MAX_MISSED_HEARTBEATS
  }

  kill() {
    this.child.kill('SIGKILL')
  }

  get #isDead() {
    return this.child.exitCode !== null || this.child.signalCode !== null
  }
}
