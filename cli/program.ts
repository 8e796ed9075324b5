import { createRequire } from 'node:module'
import { Command } from 'commander'
import { addBackupCommands } from '#cli/grammar/backup'
import { addBulkCommands } from '#cli/grammar/bulk'
import { addMachineCommands } from '#cli/grammar/machine'
import { addModerationCommands } from '#cli/grammar/moderation'
import { addServiceCommands } from '#cli/grammar/service'
import { addSessionCommands } from '#cli/grammar/sessions'
import type { Dispatch } from '#cli/invocation'
import type { Terminal } from '#cli/terminal'

const { version } = createRequire(import.meta.url)('../package.json') as { version: string }

/**
 * The grammar of the command line, as `start/routes.ts` is for HTTP. It knows what can be said, and
 * nothing of what is done then.
 */
export function createProgram(dispatch: Dispatch, terminal: Terminal): Command {
  const plaza = new Command('plaza')
    .description('Run and moderate a Plaza')
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void terminal.out(text),
      writeErr: (text) => terminal.err(text),
      // The kernel tells it, in the form that was asked for.
      outputError: () => {},
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      getOutHasColors: () => terminal.colours.out,
      getErrHasColors: () => terminal.colours.err,
    })
    .option('--json', 'one JSON document: { ok, data, meta, error }')
    .option('--jsonl', 'a line of JSON for each row')
    .option('--as <staff user>', 'who acts: id, @username or e-mail (default: PLAZA_ACTOR)')
    .option('--remote <url>', 'ask the server there, as whom `plaza login` signed in')
    .option('--yes', 'do not ask')
    .option('--verbose', 'log, and show where an error comes from')

  addModerationCommands(plaza, dispatch)
  addBulkCommands(plaza, dispatch)
  addMachineCommands(plaza, dispatch)
  addServiceCommands(plaza, dispatch)
  addBackupCommands(plaza, dispatch)
  addSessionCommands(plaza, dispatch)
  return plaza
}
