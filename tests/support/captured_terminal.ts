import type { Outcome } from '#cli/exit_codes'
import { run } from '#cli/kernel'
import type { Answering, Choice, Terminal } from '#cli/terminal'

interface Setup {
  env?: NodeJS.ProcessEnv
  user?: string
  columns?: number
  timeZone?: string
  /** Standard input. */
  input?: string
  /** The answers of the user, in order. Without it there is no terminal. */
  answers?: unknown[]
  /** Runs before an answer. */
  beforeAnswer?: (answer: unknown) => Promise<void>
  colours?: boolean
  /** Called on each output and each progress. */
  watch?: (terminal: CapturedTerminal) => void
}

/** The results of a command. */
export interface Ran {
  code: number
  out: string
  bytes: Buffer
  err: string
  /** Its questions. */
  asked: string[]
  /** The document of `--json`. */
  readonly json: any
  /** The rows of `--jsonl`. */
  readonly rows: any[]
}

/** A terminal that records its output. */
export class CapturedTerminal implements Terminal {
  readonly env: NodeJS.ProcessEnv
  readonly user: string
  readonly host = 'test-host'
  readonly columns: number
  readonly timeZone: string
  readonly isInteractive: boolean
  readonly colours: { out: boolean; err: boolean }
  readonly isScreen = false
  /** The progress of a command. */
  progressed = 0
  output = ''
  /** What is no text, such as an archive. */
  bytes: Uint8Array[] = []
  messages = ''
  asked: string[] = []
  #end = new AbortController()
  readonly ended = this.#end.signal

  constructor(private setup: Setup = {}) {
    const {
      env = {},
      user = 'nobody',
      columns = 80,
      timeZone = 'UTC',
      answers,
      colours = false,
    } = setup
    this.env = env
    this.user = user
    this.columns = columns
    this.timeZone = timeZone
    this.isInteractive = answers !== undefined
    this.colours = { out: colours, err: colours }
  }

  end(outcome: Outcome) {
    this.#end.abort(outcome)
  }

  async out(data: string | Uint8Array) {
    if (typeof data === 'string') this.output += data
    else this.bytes.push(Uint8Array.from(data))
    this.setup.watch?.(this)
  }

  err(text: string) {
    this.messages += text
    this.setup.watch?.(this)
  }

  async reserve() {}

  async read() {
    return this.setup.input ?? ''
  }

  confirm = (question: string) => this.#answer<boolean>(question)
  password = (question: string) => this.#answer<string>(question)

  /** Asks again until the answer is valid. */
  async input(question: string, { fallback, check = () => true }: Answering = {}) {
    for (;;) {
      const answer = (await this.#answer<string>(question)) || (fallback ?? '')
      const verdict = check(answer)
      if (verdict === true) return answer
      this.err(`${verdict}\n`)
    }
  }

  /** The answer is the name of a choice, or the beginning of it. */
  async select<T>(question: string, choices: Choice<T>[]): Promise<T> {
    const answer = await this.#answer<string>(question)
    const chosen = choices.find(({ name }) => name.startsWith(answer))
    if (!chosen)
      throw new Error(`${answer} is none of ${choices.map(({ name }) => name).join(', ')}`)
    return chosen.value
  }

  progress() {
    const update = (done: number) => {
      this.progressed = done
      this.setup.watch?.(this)
    }
    return { update, stop() {} }
  }

  async #answer<T>(question: string): Promise<T> {
    this.asked.push(question)
    const { answers = [], beforeAnswer } = this.setup
    if (answers.length === 0) throw new Error(`Nobody answers: ${question}`)
    await beforeAnswer?.(answers[0])
    return answers.shift() as T
  }
}

/**
 * Runs a command line in this process.
 *
 * @param line words separated by spaces; quotes group words
 */
export async function plaza(line: string, setup: Setup = {}): Promise<Ran> {
  const terminal = new CapturedTerminal(setup)
  const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word)
  const code = await run(words, terminal)
  const { output: out, messages: err, asked } = terminal
  return {
    code,
    out,
    bytes: Buffer.concat(terminal.bytes),
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
