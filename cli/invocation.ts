import type { ApplicationService } from '@adonisjs/core/types'
import type { Command } from 'commander'
import type { Transport } from '#cli/transports/transport'
import type { Output } from '#cli/output/output'
import type { Terminal } from '#cli/terminal'

/** Only on this machine. */
export interface TransportOptions {
  /** No account is needed before the first admin exists. */
  founding?: boolean
  /** Without `--as`, the machine itself acts. */
  byMachine?: boolean
}

export interface CommonOptions {
  json?: boolean
  jsonl?: boolean
  as?: string
  /** Also from PLAZA_REMOTE; false for this machine in any case. */
  remote?: string | false
  csv?: boolean
  yes?: boolean
  verbose?: boolean
}

export interface Invocation<Params = unknown> {
  args: string[]
  options: CommonOptions & Record<string, any>

  /** Tells a shared handler which command it serves. */
  params: Params

  /** The command in the grammar; its parents lead to the whole grammar. */
  command: Command
  terminal: Terminal
  output: Output

  /** Opens the REST API as the acting account. */
  transport(options?: TransportOptions): Promise<Transport>

  /** Boots the application, for work that is no request. */
  boot(): Promise<ApplicationService>

  /** @param name the text that `--confirm` must repeat, if --yes is not enough @throws Failure unless confirmed */
  confirm(question: string, name?: string): Promise<void>

  /** From now on Ctrl-C only aborts this signal, and the command ends by itself. */
  holdInterrupts(): AbortSignal
}

export type Handler<Params = any> = (invocation: Invocation<Params>) => Promise<void>

export interface Dispatched<Params = any> {
  load: () => Promise<{ default: Handler<Params> }>
  params?: Params
  /** Works only on this machine, so it takes no `--remote`. */
  isLocal?: boolean
}

/** Makes a command's action, which loads its handler when it runs. */
export type Dispatch = <Params>(
  load: Dispatched<Params>['load'],
  options?: { params?: Params; isLocal?: boolean }
) => (...values: any[]) => Promise<void>
