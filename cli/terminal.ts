import type { Outcome } from '#cli/exit_codes'

export interface Choice<T> {
  name: string
  value: T
}

export interface Answering {
  /** What no answer means. */
  fallback?: string
  /** @returns true, or what is wrong with an answer, which is asked for again then */
  check?(answer: string): true | string
}

/** All that a command knows of where it runs. Tests give it one of their own. */
export interface Terminal {
  /** The environment as it was before Plaza read its `.env`. */
  readonly env: NodeJS.ProcessEnv

  /** Who runs the command, on which machine. */
  readonly user: string
  readonly host: string

  /** How wide a line may be; Infinity where no screen has to show it. */
  readonly columns: number

  /** Where the clocks of who reads it are: `Europe/Berlin`. */
  readonly timeZone: string

  /** Whether somebody is there to answer. */
  readonly isInteractive: boolean

  /** Whether data goes to a screen, and not into a file or a pipe. */
  readonly isScreen: boolean

  /** Whether data and messages may be coloured. */
  readonly colours: { out: boolean; err: boolean }

  /** Aborted by Ctrl-C (`interrupted`). */
  readonly ended: AbortSignal & { readonly reason: Outcome }

  /**
   * Data, which goes to standard output; settled when that takes more.
   *
   * @throws Failure when it can't be written
   */
  out(text: string): Promise<void>

  /**
   * Makes sure that data can be written, before a deed whose only copy it is.
   *
   * @throws Failure otherwise
   */
  reserve(): Promise<void>

  /** All else, which goes to standard error. */
  err(text: string): void

  /** All of standard input. @throws Failure when it is not UTF-8 */
  read(): Promise<string>

  /** Asks a question; what a terminal would obey in it is shown instead. */
  confirm(question: string): Promise<boolean>
  input(question: string, answering?: Answering): Promise<string>
  password(question: string): Promise<string>
  select<T>(question: string, choices: Choice<T>[]): Promise<T>

  /** Shows how far a long work is. */
  progress(total: number, what: string): Progress
}

export interface Progress {
  /** @param done so far, of the total */
  update(done: number): void
  stop(): void
}
