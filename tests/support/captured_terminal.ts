import type { Outcome } from '#cli/exit_codes'
import { run } from '#cli/kernel'
import type { Choice, Terminal } from '#cli/terminal'

interface Setup {
  env?: NodeJS.ProcessEnv
  user?: string
  columns?: number
  /** Standard input. */
  input?: string
  /** What somebody answers, in order; without it nobody is there. */
  answers?: unknown[]
  colours?: boolean
}

/** What a command left behind. */
export interface Ran {
  code: number
  out: string
  err: string
  /** What it asked. */
  asked: string[]
  /** The document of `--json`. */
  readonly json: any
  /** The rows of `--jsonl`. */
  readonly rows: any[]
}

/** A terminal that keeps what is written to it. */
export class CapturedTerminal implements Terminal {
  readonly env: NodeJS.ProcessEnv
  readonly user: string
  readonly host = 'test-host'
  readonly columns: number
  readonly isInteractive: boolean
  readonly colours: { out: boolean; err: boolean }
  output = ''
  messages = ''
  asked: string[] = []
  #end = new AbortController()
  readonly ended = this.#end.signal

  constructor(private setup: Setup = {}) {
    const { env = {}, user = 'nobody', columns = 80, answers, colours = false } = setup
    this.env = env
    this.user = user
    this.columns = columns
    this.isInteractive = answers !== undefined
    this.colours = { out: colours, err: colours }
  }

  end(outcome: Outcome) {
    this.#end.abort(outcome)
  }

  async out(text: string) {
    this.output += text
  }

  err(text: string) {
    this.messages += text
  }

  async read() {
    return this.setup.input ?? ''
  }

  confirm = (question: string) => this.#answer<boolean>(question)
  input = (question: string) => this.#answer<string>(question)
  password = (question: string) => this.#answer<string>(question)

  /** Answered with the name of a choice, or the start of it. */
  async select<T>(question: string, choices: Choice<T>[]): Promise<T> {
    const answer = await this.#answer<string>(question)
    return choices.find(({ name }) => name.startsWith(answer))!.value
  }

  progress() {
    return { update() {}, stop() {} }
  }

  async #answer<T>(question: string): Promise<T> {
    this.asked.push(question)
    const { answers = [] } = this.setup
    if (answers.length === 0) throw new Error(`Nobody answers: ${question}`)
    return answers.shift() as T
  }
}

/**
 * Runs a command line in this process.
 *
 * @param line words between spaces; quotes keep some together
 */
export async function plaza(line: string, setup: Setup = {}): Promise<Ran> {
  const terminal = new CapturedTerminal(setup)
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word)
  const code = await run(words, terminal)
  const { output: out, messages: err, asked } = terminal
  return {
    code,
    out,
    err,
    asked,
    get json() {
      return JSON.parse(out)
    },
    get rows() {
      return out
        .split('\n')
        .filter(Boolean)
        .map((row) => JSON.parse(row))
    },
  }
}
