import type { CompleteBackup } from '#cli/backups/backup_store'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#domain/counted'

export default async function restore(invocation: Invocation) {
  const { args, boot, confirm, holdInterrupts, options, output } = invocation
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { checkSum } = await import('#cli/backups/load_backup')
  const { databasePlace } = await import('#cli/migrations')
  const { isEmpty, replaceDatabase } = await import('#cli/backups/replace_database')
  const { access, store, ...settings } = backupSettings(app)

  const backup = await store.find(args[0])
  const pending = await pendingAfter(backup)
  await checkSum(backup)
  const database = access.database
  const result = { name: backup.name, database, pending, dry_run: !!options.dryRun }
  if (options.dryRun) {
    await output.show(result, () => '')
    return output.note(`${backup.name} is undamaged: it would replace ${database}`)
  }
  if (!(await isEmpty(access))) {
    const question = `Replace the data of ${database} at ${databasePlace()} with ${backup.name}?`
    await confirm(question, database)
  }

  const identityFile = options.identity ?? settings.identityFile
  const { kept, media } = await replaceDatabase({
    ...settings,
    access,
    backup,
    identityFile,
    keepsOld: !!options.keepOld,
    signal: holdInterrupts(),
    setBy: `${invocation.terminal.user}@${invocation.terminal.host}`,
  })
  await output.details({ ...result, kept, media }, [
    ['Backup', backup.name],
    ['Restored to', `${database} at ${databasePlace()}`],
    ['Files', media.files > 0 && `${media.files}, ${media.there} of them were there`],
    ['Kept', kept && `the old database, as ${kept}`],
  ])
  if (media.lost > 0) {
    output.note(`${counted(media.lost, 'file')} of users are in neither the backup nor the storage`)
  }
  output.note('All users have to sign in again')
  if (pending > 0) output.note(`The backup is of an older Plaza: run plaza db migrate`)
}

async function pendingAfter({ manifest, name }: CompleteBackup): Promise<number> {
  const { migrations } = await import('#cli/migrations')
  const known = (await migrations()).map((migration) => migration.name)
  const at = known.indexOf(manifest.migration)
  if (at >= 0 || manifest.migration === '') return known.length - 1 - at
  throw new Failure(
    'conflict',
    `${name} is of Plaza ${manifest.plaza}, which is newer than this one: restore it with that`
  )
}
