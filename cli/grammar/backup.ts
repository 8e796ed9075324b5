import { Option, type Command } from 'commander'
import { confirmOption, count, dryRunOption } from '#cli/grammar/options'
import { occasions } from '#cli/backups/occasions'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

const identityOption = () =>
  new Option('--identity <file>', 'file of the key that opens it (default: BACKUP_IDENTITY_FILE)')

const beforeOption = () =>
  new Option(
    '--before <what>',
    'what is about to be done: one of the last three, kept for 14 days'
  ).choices(occasions)

export function addBackupCommands(plaza: Command, dispatch: Dispatch) {
  const backup = plaza.command('backup').description('Copies of the database, and the way back')
  backup
    .command('create')
    .description('Write a backup to BACKUP_DIR, encrypted if there are BACKUP_RECIPIENTS')
    .addOption(beforeOption())
    .option('--prune', 'then delete those that no rule keeps')
    .action(dispatch(() => import('#cli/commands/backup/create'), { isLocal }))
  backup
    .command('list')
    .description('The backups, newest first, and whether they are whole')
    .action(dispatch(() => import('#cli/commands/backup/list'), { isLocal }))
  backup
    .command('verify')
    .description('Restore a backup into a database of its own, compare, follow the audit log')
    .argument('[name]', 'name of the backup, or latest', 'latest')
    .addOption(identityOption())
    .option('--checksums', 'only look whether the file is what was written; takes no key')
    .action(dispatch(() => import('#cli/commands/backup/verify'), { isLocal }))
  backup
    .command('restore')
    .description('Put a backup in the place of the database; everybody has to sign in again')
    .argument('<name>', 'name of the backup, or latest')
    .addOption(identityOption())
    .addOption(confirmOption('the name of the database, unless it is empty'))
    .option('--keep-old', 'keep what was there, as another database')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/backup/restore'), { isLocal }))
  backup
    .command('mark')
    .description('Note what a backup was taken before, so that it is kept by a rule of its own')
    .argument('<name>', 'name of the backup, or latest')
    .addOption(beforeOption().makeOptionMandatory())
    .action(dispatch(() => import('#cli/commands/backup/mark'), { isLocal }))
  backup
    .command('prune')
    .description('Delete the backups that no rule keeps; never the newest whole one')
    .option('--daily <number>', 'days that keep their last one (default: BACKUP_KEEP_DAILY)', count)
    .option('--weekly <number>', 'weeks that do (default: BACKUP_KEEP_WEEKLY)', count)
    .option('--monthly <number>', 'months that do (default: BACKUP_KEEP_MONTHLY)', count)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/backup/prune'), { isLocal }))
}
