import { hostname, userInfo } from 'node:os'
import { text } from 'node:stream/consumers'
import { Failure } from '#cli/failure'
import { oneLine, plain } from '#cli/output/plain'
import type { Answering, Choice, Progress, Terminal } from '#cli/terminal'

const narrow = 80

/** How many choices are seen without scrolling. */
const shownAtOnce = 12

/** The terminal, the pipes and the files that this process was started with. */
export class ProcessTerminal implements Terminal {
  readonly env = { ...process.env }
  readonly host = hostname()
  readonly columns = (process.stdout.isTTY && process.stdout.columns) || narrow
  readonly isInteractive = Boolean(process.stdin.isTTY && process.stderr.isTTY)
  readonly isScreen = process.stdout.isTTY
  readonly colours = { out: mayColour(process.stdout), err: mayColour(process.stderr) }
  #end = new AbortController()
  readonly ended = this.#end.signal

  constructor() {
    process.on('SIGINT', () => this.#end.abort('interrupted'))
    process.on('SIGTERM', () => this.#end.abort('interrupted'))
    // `plaza users list | head -1` has seen enough, which is no failure.
    process.stdout.on('error', () => this.#end.abort('done'))
    process.stderr.on('error', () => {})
  }

  get user() {
    try {
      return userInfo().username
    } catch {
      // In a container a user may have a number only.
      return String(process.getuid?.() ?? 'unknown')
    }
  }

  out(data: string) {
    return new Promise<void>((resolve) => {
      process.stdout.write(data, () => resolve())
    })
  }

  err(message: string) {
    process.stderr.write(message)
  }

  read() {
    return text(process.stdin)
  }

  confirm(question: string) {
    const message = plain(question)
    return this.#ask(({ confirm }, context) => confirm({ message, default: false }, context))
  }

  input(question: string, { fallback, check = () => true }: Answering = {}) {
    const message = plain(question)
    const config = { message, required: true, default: fallback, validate: check }
    return this.#ask(({ input }, context) => input(config, context))
  }

  password(question: string) {
    const message = plain(question)
    return this.#ask(({ password }, context) => password({ message, mask: true }, context))
  }

  select<T>(question: string, choices: Choice<T>[]) {
    const message = plain(question)
    // A choice may be called by what somebody wrote.
    choices = choices.map((choice) => ({ ...choice, name: oneLine(choice.name) }))
    return this.#ask(({ select }, context) =>
      select<T>({ message, choices, pageSize: shownAtOnce, loop: false }, context)
    )
  }

  progress(total: number, what: string): Progress {
    if (!process.stderr.isTTY) return { update() {}, stop() {} }
    return new LazyBar(total, what)
  }

  async #ask<T>(
    ask: (
      prompts: typeof import('@inquirer/prompts'),
      context: { output: NodeJS.WritableStream; signal: AbortSignal }
    ) => Promise<T>
  ): Promise<T> {
    const prompts = await import('@inquirer/prompts')
    try {
      return await ask(prompts, { output: process.stderr, signal: this.ended })
    } catch (error) {
      if (/^(ExitPrompt|AbortPrompt)Error$/.test((error as Error).name)) {
        throw new Failure('interrupted', '')
      }
      throw error
    }
  }
}

/** A bar of cli-progress, which is loaded when there is something to show. */
class LazyBar implements Progress {
  #bar

  constructor(total: number, what: string) {
    this.#bar = import('cli-progress').then(({ default: { SingleBar, Presets } }) => {
      const format = `${what} {bar} {value}/{total} · {eta_formatted} left`
      const bar = new SingleBar({ format, hideCursor: true }, Presets.shades_classic)
      bar.start(total, 0)
      return bar
    })
  }

  update(done: number) {
    void this.#bar.then((bar) => bar.update(done))
  }

  stop() {
    void this.#bar.then((bar) => bar.stop())
  }
}

function mayColour(stream: NodeJS.WriteStream) {
  return stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb'
}
