import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { eventually } from '#tests/support/eventually'

export interface Program {
  command: string
  args: string[]
  cwd?: string
  /** Of the tests' own environment, only PATH reaches it. */
  env?: NodeJS.ProcessEnv
  /** The text on its standard input. */
  input?: string
  /** Whether it does its work. */
  answers: () => Promise<boolean>
}

const endings: (() => unknown)[] = []
process.once('exit', () => endings.forEach((end) => end()))

/** Ends a process with the tests in every case. */
export const atExit = (end: () => unknown) => void endings.push(end)

/** A process of the suite. One file holds the output of all its lives. */
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
      // The channel tells a cluster when the tests end.
      stdio: [input === undefined ? 'ignore' : 'pipe', log, log, 'ipc'],
    })
    closeSync(log)
    this.#child.stdin?.end(input)
  }

  signal(signal: NodeJS.Signals) {
    this.#child!.kill(signal)
  }

  /** @returns its exit code, after it has ended; null if the signal ended it */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.isRunning) return this.#child?.exitCode ?? null
    const ended = once(this.#child!, 'exit')
    this.signal(signal)
    // A paused process receives no other signal.
    this.resume()
    const [code] = await ended
    return code
  }

  kill() {
    return this.stop('SIGKILL')
  }

  /** Pauses it, with its connections. */
  pause() {
    this.signal('SIGSTOP')
  }

  resume() {
    this.signal('SIGCONT')
  }
}
