import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { eventually } from '#tests/support/eventually'

export interface Program {
  command: string
  args: string[]
  cwd?: string
  /** Nothing of the tests' own environment reaches it but PATH. */
  env?: NodeJS.ProcessEnv
  /** What it reads on its standard input. */
  input?: string
  /** Whether it does its work. */
  answers: () => Promise<boolean>
}

const endings: (() => unknown)[] = []
process.once('exit', () => endings.forEach((end) => end()))

/** Ends something with the tests, whatever becomes of them. */
export const atExit = (end: () => unknown) => void endings.push(end)

/** A process that the suite owns. What it says is in one file over all its lives. */
export class Part {
  #child?: ChildProcess

  /** @param log the file */
  constructor(
    readonly name: string,
    readonly log: string,
    protected program: Program
  ) {
    atExit(() => this.isRunning && this.signal('SIGKILL'))
  }

  get pid() {
    return this.#child!.pid!
  }

  get isRunning() {
    return this.#child?.exitCode === null && this.#child.signalCode === null
  }

  /** @returns when it answers */
  async start() {
    this.spawn()
    await eventually(
      async () => {
        if (!this.isRunning) throw new Error(`${this.name} ended at once, see ${this.log}`)
        return this.program.answers()
      },
      { what: `${this.name} answers` }
    )
  }

  /** Starts it without waiting for it. */
  spawn() {
    const { command, args, cwd, env, input } = this.program
    const log = openSync(this.log, 'a')
    this.#child = spawn(command, args, {
      cwd,
      env: { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, ...env },
      // Over the channel a cluster notices that the tests are gone.
      stdio: [input === undefined ? 'ignore' : 'pipe', log, log, 'ipc'],
    })
    closeSync(log)
    this.#child.stdin?.end(input)
  }

  signal(signal: NodeJS.Signals) {
    this.#child!.kill(signal)
  }

  /** @returns its exit code, when it has ended; null when the signal ended it */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.isRunning) return this.#child?.exitCode ?? null
    const ended = once(this.#child!, 'exit')
    this.signal(signal)
    // A process that is paused hears nothing else.
    this.resume()
    const [code] = await ended
    return code
  }

  kill() {
    return this.stop('SIGKILL')
  }

  /** Hangs it, connections and all. */
  pause() {
    this.signal('SIGSTOP')
  }

  resume() {
    this.signal('SIGCONT')
  }
}
