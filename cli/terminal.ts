import type { Outcome } from '#cli/exit_codes'

export interface Choice<T> {
  name: string
  value: T
}

export interface Answering {
  /** The value of an empty answer. */
  fallback?: string
  /** @returns true, or the reason to ask again */
  check?(answer: string): true | string
}

/** A command's surroundings. Tests replace them. */
export interface Terminal {
  /** The environment before Plaza read its `.env`. */
  readonly env: NodeJS.ProcessEnv

  readonly user: string
  readonly host: string

  /** The width of a line; Infinity without a screen. */
  readonly columns: number

  /** The reader's zone, such as `Europe/Berlin`. */
  readonly timeZone: string

  readonly isInteractive: boolean

  readonly isScreen: boolean

  readonly colours: { out: boolean; err: boolean }

  /** Aborted by Ctrl-C (`interrupted`). */
  readonly ended: AbortSignal & { readonly reason: Outcome }

  /** Writes data to standard output. @throws Failure if that fails */
  out(data: string | Uint8Array): Promise<void>

  /** Checks that data can be written, before an operation whose only copy it is. @throws Failure */
  reserve(): Promise<void>

  err(text: string): void

  /** Reads standard input to its end. @throws Failure unless it is UTF-8 */
  read(): Promise<string>

  /** Prompts. Characters that a terminal interprets are escaped. */
  confirm(question: string): Promise<boolean>
  input(question: string, answering?: Answering): Promise<string>
  password(question: string): Promise<string>
  select<T>(question: string, choices: Choice<T>[]): Promise<T>

  progress(total: number, what: string): Progress
}

export interface Progress {
  update(done: number): void
  stop(): void
}
