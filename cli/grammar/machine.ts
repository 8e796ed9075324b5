import type { Command } from 'commander'
import { confirmOption, count, dryRunOption, wholeNumber } from '#cli/grammar/options'
import { addJobCommands } from '#cli/grammar/jobs'
import { addKeyCommands } from '#cli/grammar/keys'
import { addMailCommands } from '#cli/grammar/mail'
import { addSystemCommands } from '#cli/grammar/system'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

/** Commands about the machine of Plaza. */
export function addMachineCommands(plaza: Command, dispatch: Dispatch) {
  const db = plaza.command('db').description('Manage the tables of the database')
  db.command('status')
    .description('Show which migrations have run')
    .action(dispatch(() => import('#cli/commands/db/status'), { isLocal }))
  db.command('migrate')
    .description('Run the migrations that have not run yet')
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/db/migrate'), { isLocal }))
  db.command('rollback')
    .description('Roll back the last batch of migrations')
    .option('--steps <number>', 'number of migrations to roll back instead', wholeNumber)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/db/rollback'), { isLocal }))
  db.command('reset')
    .description('Drop all tables with their data, and create them again')
    .addOption(confirmOption('the name of the database'))
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/db/reset'), { isLocal }))

  plaza
    .command('seed')
    .description('Add made-up users, posts, comments and votes, for trials')
    .option('--users <number>', 'number of users', count, 20)
    .option('--posts <number>', 'number of posts', count, 60)
    .option('--comments <number>', 'number of comments', count, 200)
    .option('--votes <number>', 'number of votes', count, 400)
    .option('--seed <text>', 'the same seed and numbers give the same content', 'plaza')
    .option('--password-stdin', 'read the password of the accounts from standard input')
    .addOption(confirmOption('the name of the database, in production'))
    .action(dispatch(() => import('#cli/commands/seed'), { isLocal }))

  addKeyCommands(plaza, dispatch)

  const cache = plaza.command('cache').description('Clear the cache, or recount the counters')
  cache
    .command('clear')
    .description('Clear the cache of all workers')
    .action(dispatch(() => import('#cli/commands/cache/clear'), { isLocal }))
  cache
    .command('recount')
    .description('Recount all counters, and correct them')
    .action(dispatch(() => import('#cli/commands/cache/recount'), { isLocal }))

  addJobCommands(plaza, dispatch)
  addMailCommands(plaza, dispatch)
  addSystemCommands(plaza, dispatch)

  const openapi = plaza.command('openapi').description('Export the description of the API')
  openapi
    .command('export')
    .description('Write the OpenAPI document')
    .option('--yaml', 'write YAML')
    .option('--output <file>', 'write to a new file instead of standard output')
    .action(dispatch(() => import('#cli/commands/openapi/export'), { isLocal }))
}
