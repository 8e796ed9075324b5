import type { CompleteBackup } from '#cli/backups/backup_store'
import type { MediaVerdict } from '#cli/backups/media/verify_media'
import type { Verification, VerifyBackupInput } from '#cli/backups/verify_backup'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { counted } from '#domain/counted'

export default async function verifyBackup(invocation: Invocation) {
  const { args, boot, holdInterrupts, options } = invocation
  const app = await boot()
  const { backupSettings } = await import('#cli/backups/settings')
  const { store, ...settings } = backupSettings(app)
  const backup = await store.find(args[0] ?? 'latest')
  if (options.checksums) return verifyChecksums(invocation, backup)

  const identityFile = options.identity ?? settings.identityFile
  return restoreAndVerify(invocation, {
    ...settings,
    backup,
    identityFile,
    signal: holdInterrupts(),
  })
}

async function verifyChecksums({ output }: Invocation, backup: CompleteBackup) {
  const { checkSum } = await import('#cli/backups/load_backup')
  const { verifyListed } = await import('#cli/backups/media/verify_media')
  const { name } = backup
  await checkSum(backup)
  const media = await verifyListed(backup)
  await output.details({ name, checksum: 'right', media }, [
    ['Backup', name],
    ['Checksum', 'right'],
    ['Files', textOf(media)],
  ])
  if (media.faults > 0) throw new Failure('unverified', `${name}: ${faultIn(media)}`)
}

async function restoreAndVerify({ output }: Invocation, input: VerifyBackupInput) {
  const { verifyBackup: verify } = await import('#cli/backups/verify_backup')
  const { total } = await import('#cli/backups/texts')
  const { manifest, name } = input.backup
  const verification = await verify(input)
  const { audit, differences, media } = verification

  await output.details({ name, checksum: 'right', rows: manifest.rows, ...verification }, [
    ['Backup', name],
    ['Checksum', 'right'],
    ['Rows', total(manifest.rows)],
    ...differences.map(({ table, expected, found }): [string, string] => [
      table,
      `${found} rows instead of ${expected}`,
    ]),
    ['Files', media && textOf(media)],
    ['Audit log', audit && (audit.ok ? `whole, ${audit.entries} entries` : 'tampered with')],
    ['Head of it', audit?.head],
  ])
  const faults = faultsIn(verification)
  if (faults.length > 0) throw new Failure('unverified', `${name}: ${faults.join(', ')}`)
}

const textOf = ({ files, faults }: MediaVerdict) =>
  faults > 0 ? `${faults} of ${files} have no bytes, or others` : `whole, ${files}`

const faultIn = ({ faults, names }: MediaVerdict) =>
  `${counted(faults, 'file')} of users without bytes, or with others (${names.join(', ')}${faults > names.length ? ' …' : ''})`

const faultsIn = ({ audit, differences, media }: Verification) => [
  ...differences.map(({ table }) => `${table} has other rows than the backup`),
  ...(media && media.faults > 0 ? [faultIn(media)] : []),
  ...(audit && !audit.ok ? [`the audit log is broken at entry ${audit.first_broken!.id}`] : []),
]
