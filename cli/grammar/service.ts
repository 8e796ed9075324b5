import { Option, type Command } from 'commander'
import { confirmOption, sinceOption, wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

const kindOption = () =>
  new Option('--kind <kind>', 'bare (without Docker) or compose (default: the installed kind)')
    .choices(['bare', 'compose'])
    .default(undefined)

const dryRunOption = () => new Option('--dry-run', 'print the commands without running them')

const fromOption = () =>
  new Option('--from <checkout>', 'the git checkout to build from (default: the one used before)')

export function addServiceCommands(plaza: Command, dispatch: Dispatch) {
  const service = plaza.command('service').description('Run Plaza as a service of this machine')
  service
    .command('install')
    .description('Build and start Plaza, now and at boot')
    .addOption(kindOption())
    .addOption(fromOption())
    .option('--no-nginx', 'leave the Nginx of this machine unchanged (bare only)')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/install'), { isLocal }))
  service
    .command('status')
    .description('Show units, readiness, workers, memory and backups')
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/status'), { isLocal }))
  service
    .command('logs')
    .description('Show the log, newest last')
    .option('-n, --lines <number>', 'number of lines', wholeNumber, 100)
    .option('-f, --follow', 'keep showing new lines until Ctrl-C')
    .addOption(sinceOption())
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/logs'), { isLocal }))
  service
    .command('upgrade')
    .description('Switch to another version, and back if it does not start')
    .argument('[ref]', 'a branch, tag or commit (default: the newest commit of the branch)')
    .option('--no-backup', 'skip the backup before the upgrade')
    .addOption(fromOption())
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/upgrade'), { isLocal }))
  service
    .command('uninstall')
    .description('Stop and remove Plaza; settings, data and backups stay')
    .option('--purge', 'delete settings, data and backups too, for good')
    .addOption(confirmOption('the name of this machine, with --purge'))
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/uninstall'), { isLocal }))
}
