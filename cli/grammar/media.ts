import type { Command } from 'commander'
import { dryRunOption, id } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

/** What keeps the storage of files up, on the machine itself. */
export function addMediaCommands(media: Command, dispatch: Dispatch) {
  media
    .command('check')
    .description('Compare the storage with the database: bytes without a row, rows without bytes')
    .option('--delete', 'delete bytes without a row')
    .option('--csv', 'CSV, for spreadsheets')
    .action(dispatch(() => import('#cli/commands/media/check'), { isLocal }))
  media
    .command('collect')
    .description('Delete now what nothing uses any more, and what no user has')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/media/collect'), { isLocal }))
  media
    .command('rebuild')
    .description('Make the copies of pictures anew, in the background')
    .argument('[ids...]', 'ids of files (default: all pictures)', ids)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/media/rebuild'), { isLocal }))
}

const ids = (text: string, before: string[] = []) => [...before, id(text)]
