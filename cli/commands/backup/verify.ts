import type { CompleteBackup } from '#cli/backups/backup_store'
import type { Verification, VerifyBackupInput } from '#cli/backups/verify_backup'
import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'

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
  await checkSum(backup)
  await output.details({ name: backup.name, checksum: 'right' }, [
    ['Backup', backup.name],
    ['Checksum', 'right'],
  ])
}

async function restoreAndVerify({ output }: Invocation, input: VerifyBackupInput) {
  const { verifyBackup: verify } = await import('#cli/backups/verify_backup')
  const { total } = await import('#cli/backups/texts')
  const { manifest, name } = input.backup
  const verification = await verify(input)
  const { audit, differences } = verification

  await output.details({ name, checksum: 'right', rows: manifest.rows, ...verification }, [
    ['Backup', name],
    ['Checksum', 'right'],
    ['Rows', total(manifest.rows)],
    ...differences.map(({ table, expected, found }): [string, string] => [
      table,
      `${found} rows instead of ${expected}`,
    ]),
    ['Audit log', audit && (audit.ok ? `whole, ${audit.entries} entries` : 'tampered with')],
    ['Head of it', audit?.head],
  ])
  const faults = faultsIn(verification)
  if (faults.length > 0) throw new Failure('unverified', `${name}: ${faults.join(', ')}`)
}

const faultsIn = ({ audit, differences }: Verification) => [
  ...differences.map(({ table }) => `${table} has other rows than the backup`),
  ...(audit && !audit.ok ? [`the audit log is broken at entry ${audit.first_broken!.id}`] : []),
]
