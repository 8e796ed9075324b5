import { InvalidArgumentError, Option, type Command } from 'commander'
import { filters } from '#cli/grammar/filters'
import { dryRunOption } from '#cli/grammar/options'
import { namesOf, parseQuery } from '#cli/grammar/query'
import type { Dispatch } from '#cli/invocation'
import { formats } from '#cli/moving/import/source'

const isLocal = true

/** Moving in and out. */
export function addMovingCommands(plaza: Command, dispatch: Dispatch) {
  const exporting = plaza
    .command('export')
    .description('Write everything to an archive, without passwords, while Plaza runs')
    .option('--output <file>', 'a new folder, a new file that ends with .tar.zst, or -')
    .addOption(postsOption())
    .option(
      '--with-credentials',
      'passwords and second factors too, encrypted for BACKUP_RECIPIENTS'
    )
    .action(dispatch(() => import('#cli/commands/export/create'), { isLocal }))
  exporting
    .command('verify')
    .description('Check an archive, or compare two of them kind by kind')
    .argument('<archive>', 'folder or file of an export')
    .argument('[another]', 'folder or file of another one')
    .action(dispatch(() => import('#cli/commands/export/verify'), { isLocal }))

  plaza
    .command('import')
    .description('Import an archive or a file of another system; again, it doubles nothing')
    .argument('<path>', 'folder or file of what to import')
    .addOption(
      new Option('--from <system>', 'where it is from').choices(formats).makeOptionMandatory()
    )
    .addOption(dryRunOption())
    .option('--resume', 'go on with an import that ended before its end')
    .addOption(
      new Option(
        '--role-map <roles>',
        'the roles to give, such as admin=admin,contributor=author; others sign in as members'
      ).argParser(roleMap)
    )
    .addOption(
      new Option(
        '--media <how>',
        'fetch pictures of wordpress and ghost, or leave them at their addresses'
      )
        .choices(['fetch', 'skip'])
        .default(undefined, 'skip')
    )
    .addOption(
      new Option(
        '--site <address>',
        'where the site is, or was; ghost needs it for pictures'
      ).argParser(siteAddress)
    )
    .option(
      '--author-map <file>',
      'CSV or JSON lines of source (a name or e-mail) and account here'
    )
    .option(
      '--meta-map <file>',
      'CSV or JSON lines of meta_key, member of data, and kind, for custom fields of wordpress'
    )
    .option('--with-credentials', 'passwords and second factors of an archive, too')
    .option(
      '--identity <file>',
      'file of the key for encrypted passwords (default: BACKUP_IDENTITY_FILE)'
    )
    .option('--receipt <file>', 'write each refused row and each note to a new file')
    .action(dispatch(() => import('#cli/commands/import/run'), { isLocal }))
}

/** Without a slash at its end. */
function siteAddress(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/$/, '')
  throw new InvalidArgumentError('Write an address such as https://blog.example.')
}

/** Pairs of the role there and the role here. */
function roleMap(text: string): Map<string, string> {
  const pairs = text.split(',').map((pair) => /^\s*([^=\s]+)=([a-z0-9_-]{1,30})\s*$/.exec(pair))
  if (pairs.includes(null)) throw new InvalidArgumentError('Write pairs such as admin=admin.')
  return new Map(pairs.map((pair) => [pair![1], pair![2]]))
}

function postsOption() {
  const { sort, ...known } = filters.posts
  const description = `only posts that match name:value filters, with what belongs to them; names: ${namesOf(known)}`
  return new Option('--posts <query>', description).argParser((text) => parseQuery(known, text))
}
