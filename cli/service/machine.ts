import { spawn, type StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { Failure } from '#cli/failure'
import type { Output } from '#cli/output/output'
import { plainLines } from '#cli/output/plain_lines'
import { sh } from '#cli/service/shell'
import type { Terminal } from '#cli/terminal'

export interface Answer {
  ok: boolean
  text: string
}

/** Runs shell commands on this machine. A dry run prints exactly the commands that would run. */
export class Machine {
  readonly lines: string[] = []
  readonly questions: string[] = []
  #env: NodeJS.ProcessEnv

  constructor(
    readonly terminal: Terminal,
    private output: Output,
    readonly isDry: boolean
  ) {
    const { PATH = '/usr/bin:/bin', ...env } = terminal.env
    // Debian keeps some of the tools out of other users' PATH.
    this.#env = { ...env, PATH: this.isRoot ? PATH : `${PATH}:/usr/sbin:/sbin` }
  }

  get isRoot() {
    return this.terminal.user === 'root'
  }

  /**
   * Shows the command's output on standard error.
   * @param advice for a failure
   * @throws Failure for an exit code other than 0
   */
  async run(line: string, advice = '') {
    this.lines.push(line)
    if (this.isDry) return this.output.format === 'people' && this.terminal.out(`${line}\n`)
    this.output.note(`$ ${line}`)
    const child = this.#start(line, ['ignore', 'pipe', 'pipe'])
    const closed = once(child, 'close')
    const [, reason] = await Promise.all([this.#relay(child.stdout!), this.#relay(child.stderr!)])
    const [code, signal] = await closed
    if (code === 0) return
    const end = `${line} ended with ${signal ?? code}${reason && ` (${reason})`}`
    throw new Failure('unavailable', advice ? `${end}: ${advice}` : end)
  }

  /** Runs a command that changes nothing, in a dry run too. */
  async ask(line: string): Promise<Answer> {
    this.questions.push(line)
    const child = this.#start(line, ['ignore', 'pipe', 'ignore'])
    const [said, [code]] = await Promise.all([text(child.stdout!), once(child, 'close')])
    return { ok: code === 0, text: said.trim() }
  }

  /** Shows a command's output until it ends, or the user stops it. */
  async show(line: string) {
    if (this.isDry) return this.run(line)
    const child = this.#start(line, ['ignore', 'pipe', 'pipe'])
    const { ended } = this.terminal
    ended.addEventListener('abort', () => child.kill())
    const relayed = this.#relay(child.stderr!)
    for await (const lines of plainLines(child.stdout!)) await this.terminal.out(lines)
    await relayed
  }

  /** @throws Failure that names the Debian packages of missing programs */
  async needs(programs: Record<string, string>) {
    const missing = []
    for (const [program, packageName] of Object.entries(programs)) {
      const { ok } = await this.ask(sh`command -v ${program}`)
      if (!ok) missing.push(packageName)
    }
    if (missing.length === 0) return
    const names = [...new Set(missing)].join(' ')
    throw new Failure('unavailable', `Packages are missing: sudo apt install ${names}`)
  }

  async isThere(path: string) {
    return (await this.ask(sh`test -e ${path}`)).ok
  }

  async end(data: Record<string, unknown>) {
    if (this.output.format === 'people') return
    await this.output.show(this.isDry ? { lines: this.lines } : data, () => '', {
      dry_run: this.isDry,
    })
  }

  note(message: string) {
    this.output.note(message)
  }

  /** @returns the reason in the output of a nested plaza command */
  async #relay(stream: NodeJS.ReadableStream) {
    let reason = ''
    for await (const lines of plainLines(stream)) {
      this.terminal.err(lines)
      reason = /^error: (.*)$/m.exec(lines)?.[1] ?? reason
    }
    return reason
  }

  #start(line: string, stdio: StdioOptions) {
    return spawn('/bin/bash', ['-o', 'pipefail', '-c', line], { env: this.#env, stdio })
  }
}
