import type { Command } from 'commander'
import { confirmOption, count, dryRunOption, wholeNumber } from '#cli/grammar/options'
import { addKeyCommands } from '#cli/grammar/keys'
import { addSystemCommands } from '#cli/grammar/system'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

/** What concerns the machine that Plaza runs on. */
export function addMachineCommands(plaza: Command, dispatch: Dispatch) {
  const db = plaza.command('db').description('The tables of the database')
  db.command('status')
    .description('Which migrations have run')
    .action(dispatch(() => import('#cli/commands/db/status'), { isLocal }))
  db.command('migrate')
    .description('Run the migrations that have not run yet')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/db/migrate'), { isLocal }))
  db.command('rollback')
    .description('Take back the migrations that ran last together')
    .option('--steps <number>', 'take back so many migrations instead', wholeNumber)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/db/rollback'), { isLocal }))
  db.command('reset')
    .description('Drop all tables with all that is in them, and make them anew')
    .addOption(confirmOption('the name of the database'))
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/db/reset'), { isLocal }))

  plaza
    .command('seed')
    .description('Add people, posts, comments and votes of a year, for trying things out')
    .option('--users <number>', 'how many people', count, 20)
    .option('--posts <number>', 'how many posts', count, 60)
    .option('--comments <number>', 'how many comments', count, 200)
    .option('--votes <number>', 'how many votes', count, 400)
    .option('--seed <text>', 'the same seed and numbers make the same plaza', 'plaza')
    .option('--password-stdin', 'read the password of the accounts from standard input')
    .addOption(confirmOption('the name of the database, in production'))
    .action(dispatch(() => import('#cli/commands/seed'), { isLocal }))

  addKeyCommands(plaza, dispatch)

  const cache = plaza.command('cache').description('What is kept for speed')
  cache
    .command('clear')
    .description('Forget what is cached, on all workers')
    .action(dispatch(() => import('#cli/commands/cache/clear'), { isLocal }))
  cache
    .command('recount')
    .description('Count all counters anew, and correct them')
    .action(dispatch(() => import('#cli/commands/cache/recount'), { isLocal }))

  addSystemCommands(plaza, dispatch)

  const openapi = plaza.command('openapi').description('The contract of the API')
  openapi
    .command('export')
    .description('Write the OpenAPI document')
    .option('--yaml', 'as YAML')
    .option('--output <file>', 'into a new file, instead of standard output')
    .action(dispatch(() => import('#cli/commands/openapi/export'), { isLocal }))
}
