import { Command } from 'commander'
import { addApplicationCommands } from '#cli/grammar/applications'
import { addBackupCommands } from '#cli/grammar/backup'
import { addBulkCommands } from '#cli/grammar/bulk'
import { addInviteCommands } from '#cli/grammar/invites'
import { addMachineCommands } from '#cli/grammar/machine'
import { addModerationCommands } from '#cli/grammar/moderation'
import { addMovingCommands } from '#cli/grammar/moving'
import { addOwnCommands } from '#cli/grammar/own'
import { addRoleCommands } from '#cli/grammar/roles'
import { addServiceCommands } from '#cli/grammar/service'
import { addSessionCommands } from '#cli/grammar/sessions'
import { addCollectionCommands } from '#cli/grammar/collections'
import { addReasonCommands } from '#cli/grammar/reasons'
import { addTagCommands } from '#cli/grammar/tags'
import { addTokenCommands } from '#cli/grammar/tokens'
import { addTypeCommands } from '#cli/grammar/types'
import { addViewCommands } from '#cli/grammar/views'
import { addWebhookCommands } from '#cli/grammar/webhooks'
import { user } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import type { Terminal } from '#cli/terminal'
import { version } from '#cli/version'

const MAX_HELP_COLUMNS = 100

/**
 * The grammar of the command line, as `start/routes/` is for HTTP. @param write takes help and version
 */
export function createProgram(
  dispatch: Dispatch,
  terminal: Terminal,
  write: (text: string) => void = (text) => void terminal.out(text)
): Command {
  const helpWidth = Math.min(terminal.columns, MAX_HELP_COLUMNS)
  const plaza = new Command('plaza')
    .description('Run and moderate a Plaza server')
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: write,
      writeErr: (text) => terminal.err(text),
      // The kernel reports errors, in the requested format.
      outputError: () => {},
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
      getOutHasColors: () => terminal.colours.out,
      getErrHasColors: () => terminal.colours.err,
    })
    .option('--json', 'one JSON document: { ok, data, meta, error }')
    .option('--jsonl', 'JSON lines: one object for each row')
    .option(
      '--as <staff user>',
      'staff account to act as: id, user name or e-mail (default: PLAZA_ACTOR)',
      user
    )
    .option(
      '--remote <url>',
      'use the server at this URL, after plaza login or with PLAZA_TOKEN (default: PLAZA_REMOTE)'
    )
    .option('--no-remote', 'use this machine, even if PLAZA_REMOTE is set')
    .option('--utc', 'show times in UTC (default: the time zone of this machine, or TZ)')
    .option('--yes', 'confirm without asking')
    .option('--verbose', 'show the log and the stack traces of errors')

  addModerationCommands(plaza, dispatch)
  addOwnCommands(plaza, dispatch, [])
  addRoleCommands(plaza, dispatch)
  addTokenCommands(plaza, dispatch)
  addInviteCommands(plaza, dispatch)
  addTagCommands(plaza, dispatch)
  addCollectionCommands(plaza, dispatch)
  addTypeCommands(plaza, dispatch)
  addApplicationCommands(plaza, dispatch)
  addReasonCommands(plaza, dispatch)
  addViewCommands(plaza, dispatch)
  addWebhookCommands(plaza, dispatch)
  addBulkCommands(plaza, dispatch)
  addMachineCommands(plaza, dispatch)
  addServiceCommands(plaza, dispatch)
  addBackupCommands(plaza, dispatch)
  addMovingCommands(plaza, dispatch)
  addSessionCommands(plaza, dispatch)
  return plaza
}
