import { CommanderError, type Command } from 'commander'
import { askMissing } from '#cli/grammar/asking'
import { exitCodes } from '#cli/exit_codes'
import { Failure } from '#cli/failure'
import type {
  CommonOptions,
  Dispatched,
  Handler,
  Invocation,
  TransportOptions,
} from '#cli/invocation'
import { Output, type Format } from '#cli/output/output'
import { createProgram } from '#cli/program'
import type { Terminal } from '#cli/terminal'

/** Runs a command line, without the program's name. @returns the exit code */
export async function run(args: string[], terminal: Terminal): Promise<number> {
  // Read before parsing, so that a parse error has the requested format.
  const output = new Output(terminal, formatOf(args), args.includes('--utc'))
  const verbose = args.includes('--verbose')
  let help = ''
  const program = createProgram(
    (load, options) =>
      (...values) =>
        handle(values.at(-1), { load, ...options }, terminal, output),
    terminal,
    (text) => (help += text)
  )
  try {
    await ended(program.parseAsync(args, { from: 'user' }), terminal)
    await output.end()
    return exitCodes.done.code
  } catch (error) {
    const failure = isHelp(error) ? await shown(help, terminal) : await failureFrom(error)
    if (failure) await report(failure, output)
    if (failure && verbose) output.note(String((error as Error).stack))
    return failure?.exitCode ?? exitCodes.done.code
  }
}

/** Commander throws after it has shown help or the version. */
const isHelp = (error: unknown) => error instanceof CommanderError && error.exitCode === 0

/** @returns the reason if the text could not be written */
async function shown(text: string, terminal: Terminal): Promise<Failure | undefined> {
  try {
    await terminal.out(text)
    return undefined
  } catch (error) {
    return failureFrom(error)
  }
}

/** If the failure can't be written either, the exit code reports it. */
async function report(failure: Failure, output: Output) {
  await output.end(failure).catch((error) => {
    if (!(error instanceof Failure)) throw error
  })
}

async function handle(
  command: Command,
  { load, params, isLocal }: Dispatched,
  terminal: Terminal,
  output: Output
) {
  const options: CommonOptions = command.optsWithGlobals()
  const [format, another] = (['json', 'jsonl', 'csv'] as const).filter((name) => options[name])
  if (another) throw new Failure('usage', `Give --${format} or --${another}, not both`)
  if (isLocal && options.remote) {
    throw new Failure('usage', `${pathOf(command)} works on the machine itself, without --remote`)
  }
  // The environment covers a whole session, so machine commands ignore it.
  if (!isLocal) options.remote ??= terminal.env.PLAZA_REMOTE || undefined
  await askMissing(command, options, terminal)
  const { default: handler }: { default: Handler } = await load()
  const args = command.processedArgs.flat().filter((value) => value !== undefined)
  await held(handler, {
    args,
    options,
    params,
    command,
    terminal,
    output,
    ...tools(options, terminal),
  })
}

/** Each part loads on first use. */
function tools(options: CommonOptions, terminal: Terminal) {
  const boot = async () => {
    const { application } = await import('#cli/application')
    return application(options.verbose)
  }
  return {
    boot,
    transport: async (wanted: TransportOptions = {}) => {
      if (options.remote) {
        const { remoteTransport } = await import('#cli/transports/remote_transport')
        return remoteTransport(options, terminal)
      }
      await boot()
      const { localTransport } = await import('#cli/transports/local_transport')
      return localTransport({ as: options.as, ...wanted }, terminal)
    },
    confirm: async (question: string, name?: string) => {
      const { confirm } = await import('#cli/confirmation')
      await confirm(question, name, options, terminal)
    },
  }
}

const holding = new WeakSet<Terminal>()

async function held(handler: Handler, invocation: Omit<Invocation, 'holdInterrupts'>) {
  const { terminal } = invocation
  const holdInterrupts = () => {
    holding.add(terminal)
    return terminal.ended
  }
  try {
    await handler({ ...invocation, holdInterrupts })
  } finally {
    holding.delete(terminal)
  }
}

/** Waits for the end of the work, or for Ctrl-C. */
async function ended(work: Promise<unknown>, terminal: Terminal) {
  const { ended: signal } = terminal
  let leave = () => {}
  const end = new Promise<never>((_, reject) => {
    leave = () => {
      if (!holding.has(terminal)) reject(new Failure(signal.reason, ''))
    }
  })
  signal.addEventListener('abort', leave)
  if (signal.aborted) leave()
  try {
    await Promise.race([work, end])
  } finally {
    signal.removeEventListener('abort', leave)
    // No caller waits for later errors.
    work.catch(() => {})
  }
}

async function failureFrom(error: unknown): Promise<Failure> {
  if (error instanceof Failure) return error
  if (error instanceof CommanderError) return new Failure('usage', usageLine(error))
  const { explain } = await import('#cli/explain')
  return explain(error)
}

/** Commander puts its suggestion on a second line. */
function usageLine({ code, message }: CommanderError) {
  if (code === 'commander.help') return 'Say what to do: the commands are listed above'
  return message.replace(/^error: /, '').replace(/\s+/g, ' ')
}

function formatOf(args: string[]): Format {
  const options = args.slice(0, args.indexOf('--') >>> 0)
  if (options.includes('--json')) return 'json'
  if (options.includes('--csv')) return 'csv'
  return options.includes('--jsonl') ? 'jsonl' : 'people'
}

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}
