import { Option, type Command } from 'commander'
import { confirmOption, count, dryRunOption } from '#cli/grammar/options'
import { occasions } from '#cli/backups/occasions'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

const identityOption = () =>
  new Option(
    '--identity <file>',
    'file of the key for an encrypted backup (default: BACKUP_IDENTITY_FILE)'
  )

const beforeOption = () =>
  new Option(
    '--before <what>',
    'the operation that follows; the last three such backups are kept for 14 days'
  ).choices(occasions)

export function addBackupCommands(plaza: Command, dispatch: Dispatch) {
  const backup = plaza
    .command('backup')
    .description('Back up and restore the database and the files of users')
  backup
    .command('create')
    .description('Write a backup to BACKUP_DIR, encrypted if BACKUP_RECIPIENTS is set')
    .addOption(beforeOption())
    .option('--prune', 'then delete the backups that no rule keeps')
    .action(dispatch(() => import('#cli/commands/backup/create'), { isLocal }))
  backup
    .command('list')
    .description('List the backups, newest first, with their state')
    .action(dispatch(() => import('#cli/commands/backup/list'), { isLocal }))
  backup
    .command('verify')
    .description(
      'Restore a backup into a temporary database, and check its rows, audit log and files'
    )
    .argument('[name]', 'name of the backup, or latest', 'latest')
    .addOption(identityOption())
    .option('--checksums', 'only compare the checksums; needs no key')
    .action(dispatch(() => import('#cli/commands/backup/verify'), { isLocal }))
  backup
    .command('restore')
    .description('Replace the database with a backup; all users have to sign in again')
    .argument('<name>', 'name of the backup, or latest')
    .addOption(identityOption())
    .addOption(confirmOption('the name of the database, unless it is empty'))
    .option('--keep-old', 'keep the old database under another name')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/backup/restore'), { isLocal }))
  backup
    .command('mark')
    .description(
      'Record the operation that a backup was taken for, which decides how long it is kept'
    )
    .argument('<name>', 'name of the backup, or latest')
    .addOption(beforeOption().makeOptionMandatory())
    .action(dispatch(() => import('#cli/commands/backup/mark'), { isLocal }))
  backup
    .command('prune')
    .description('Delete the backups that no rule keeps; the newest undamaged one always stays')
    .option(
      '--daily <number>',
      'days whose last backup is kept (default: BACKUP_KEEP_DAILY)',
      count
    )
    .option(
      '--weekly <number>',
      'weeks whose last backup is kept (default: BACKUP_KEEP_WEEKLY)',
      count
    )
    .option(
      '--monthly <number>',
      'months whose last backup is kept (default: BACKUP_KEEP_MONTHLY)',
      count
    )
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/backup/prune'), { isLocal }))
}
