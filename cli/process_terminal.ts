import { hostname, userInfo } from 'node:os'
import { buffer } from 'node:stream/consumers'
import { Failure } from '#cli/failure'
import { timeZone } from '#cli/output/moment'
import { oneLine, plain } from '#cli/output/plain'
import { StandardOutput } from '#cli/standard_output'
import type { Answering, Choice, Progress, Terminal } from '#cli/terminal'

const DEFAULT_COLUMNS = 80

const isDumb = process.env.TERM === 'dumb'

const PAGE_SIZE = 12

type Prompts = Pick<typeof import('@inquirer/prompts'), 'confirm' | 'input' | 'password' | 'select'>

export class ProcessTerminal implements Terminal {
  readonly env = { ...process.env }
  readonly host = hostname()
  readonly columns = process.stdout.isTTY ? process.stdout.columns || DEFAULT_COLUMNS : Infinity
  readonly isInteractive = Boolean(process.stdin.isTTY && process.stderr.isTTY)
  readonly isScreen = process.stdout.isTTY
  readonly colours = { out: mayColour(process.stdout), err: mayColour(process.stderr) }
  #output = new StandardOutput()
  #end = new AbortController()
  readonly ended = this.#end.signal

  constructor() {
    process.on('SIGINT', () => this.#end.abort('interrupted'))
    process.on('SIGTERM', () => this.#end.abort('interrupted'))
    process.stderr.on('error', () => {})
  }

  get timeZone() {
    return timeZone()
  }

  get user() {
    try {
      return userInfo().username
    } catch {
      // A container's user may have no name.
      return String(process.getuid?.() ?? 'unknown')
    }
  }

  out(data: string | Uint8Array) {
    return this.#output.write(data)
  }

  reserve() {
    return this.#output.reserve()
  }

  err(message: string) {
    process.stderr.write(message)
  }

  async read() {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(await buffer(process.stdin))
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new Failure('usage', 'Standard input is not UTF-8 text: convert it, with iconv')
    }
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
    // Users write the names of some choices.
    choices = choices.map((choice) => ({ ...choice, name: oneLine(choice.name) }))
    return this.#ask(({ select }, context) =>
      select<T>({ message, choices, pageSize: PAGE_SIZE, loop: false }, context)
    )
  }

  progress(total: number, what: string): Progress {
    if (!process.stderr.isTTY || isDumb) return { update() {}, stop() {} }
    return new LazyBar(total, what)
  }

  async #ask<T>(
    ask: (
      prompts: Prompts,
      context: { output: NodeJS.WritableStream; signal: AbortSignal }
    ) => Promise<T>
  ): Promise<T> {
    const prompts = isDumb
      ? ((await import('#cli/plain_prompts')) as unknown as Prompts)
      : await import('@inquirer/prompts')
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

/** Loads cli-progress on first use. */
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

/** FORCE_COLOR wins over NO_COLOR, as in Node. */
function mayColour(stream: NodeJS.WriteStream) {
  const { FORCE_COLOR: force, NO_COLOR: never } = process.env
  if (force !== undefined) return !/^(0|false)$/.test(force)
  return Boolean(stream.isTTY) && !never && !isDumb
}
