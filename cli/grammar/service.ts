import { Option, type Command } from 'commander'
import { confirmOption, sinceOption, wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

const kindOption = () =>
  new Option('--kind <kind>', 'without Docker (bare) or with it (compose); default: what is here')
    .choices(['bare', 'compose'])
    .default(undefined)

const dryRunOption = () => new Option('--dry-run', 'print the commands, and run none of them')

const fromOption = () =>
  new Option('--from <checkout>', 'the git checkout to build from; default: the one that was used')

export function addServiceCommands(plaza: Command, dispatch: Dispatch) {
  const service = plaza.command('service').description('Plaza as a service of this machine')
  service
    .command('install')
    .description('Build it, start it, and have it started at boot')
    .addOption(kindOption())
    .addOption(fromOption())
    .option('--no-nginx', 'leave the Nginx of this machine as it is (bare)')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/install'), { isLocal }))
  service
    .command('status')
    .description('How it does: units, readiness, workers, memory, backups')
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/status'), { isLocal }))
  service
    .command('logs')
    .description('What it logged, newest last')
    .option('-n, --lines <number>', 'how many lines', wholeNumber, 100)
    .option('-f, --follow', 'go on with what is logged from now on')
    .addOption(sinceOption())
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/logs'), { isLocal }))
  service
    .command('upgrade')
    .description('Bring another version; the old one comes back when that does not come up')
    .argument('[ref]', 'a branch, tag or commit; default: the newest of the branch')
    .option('--no-backup', 'take no backup before')
    .addOption(fromOption())
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/upgrade'), { isLocal }))
  service
    .command('uninstall')
    .description('Stop it and take it away; settings, data and backups stay')
    .option('--purge', 'take those away too, for good')
    .addOption(confirmOption('the name of this machine, with --purge'))
    .addOption(kindOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/service/uninstall'), { isLocal }))
}
