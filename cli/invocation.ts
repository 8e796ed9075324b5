import type { ApplicationService } from '@adonisjs/core/types'
import type { Command } from 'commander'
import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import type { Terminal } from '#cli/terminal'

/** The options that every command takes. */
export interface CommonOptions {
  json?: boolean
  jsonl?: boolean
  as?: string
  /** Of PLAZA_REMOTE too; false: this machine, whatever that says. */
  remote?: string | false
  csv?: boolean
  yes?: boolean
  verbose?: boolean
}

/** One run of a command: what was typed, and what the command works with. */
export interface Invocation<Params = unknown> {
  /** The arguments, in order. */
  args: string[]
  options: CommonOptions & Record<string, any>

  /** What the grammar says to a handler that several commands share. */
  params: Params

  /** The command as the grammar has it, and with it the whole grammar. */
  command: Command
  terminal: Terminal
  output: Output

  /**
   * The REST API, here or at `--remote`, as the one who acts.
   *
   * @param founding nobody has to act as long as there is no admin
   */
  transport(options?: { founding?: boolean }): Promise<Transport>

  /** The application, for what is no request. */
  boot(): Promise<ApplicationService>

  /**
   * Goes on only when somebody said yes.
   *
   * @param name what `--confirm` must repeat, where yes is not enough
   * @throws Failure otherwise
   */
  confirm(question: string, name?: string): Promise<void>

  /** From here on Ctrl-C only aborts this signal, and the command ends by itself. */
  holdInterrupts(): AbortSignal
}

/** What does the work of a command; a list of checks that failed ends with a Failure. */
export type Handler<Params = any> = (invocation: Invocation<Params>) => Promise<void>

/** Where a command works. */
export interface Dispatched<Params = any> {
  load: () => Promise<{ default: Handler<Params> }>
  params?: Params
  /** What it does concerns this machine alone, so it takes no `--remote`. */
  isLocal?: boolean
}

/** Makes the action of a command in the grammar; its handler is loaded when it runs. */
export type Dispatch = <Params>(
  load: Dispatched<Params>['load'],
  options?: { params?: Params; isLocal?: boolean }
) => (...values: any[]) => Promise<void>
