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
  /** What somebody answers, in order; without it nobody is there. */
  answers?: unknown[]
  /** What happens elsewhere before an answer. */
  beforeAnswer?: (answer: unknown) => Promise<void>
  colours?: boolean
  /** Looks on: called whenever something is written, or some work got further. */
  watch?: (terminal: CapturedTerminal) => void
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
  readonly timeZone: string
  readonly isInteractive: boolean
  readonly colours: { out: boolean; err: boolean }
  readonly isScreen = false
  /** How far the work of a command got. */
  progressed = 0
  output = ''
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

  async out(text: string) {
    this.output += text
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

  /** Asked again while the answer is not right. */
  async input(question: string, { fallback, check = () => true }: Answering = {}) {
    for (;;) {
      const answer = (await this.#answer<string>(question)) || (fallback ?? '')
      const verdict = check(answer)
      if (verdict === true) return answer
      this.err(`${verdict}\n`)
    }
  }

  /** Answered with the name of a choice, or the start of it. */
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
