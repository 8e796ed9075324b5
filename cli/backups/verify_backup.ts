import db from '@adonisjs/lucid/services/db'
import type { Access } from '#cli/backups/access'
import { Databases, type TemporaryDatabase } from '#cli/backups/databases'
import {
  checkSum,
  differencesFrom,
  loadBackup,
  openerOf,
  restorerOf,
  type Difference,
} from '#cli/backups/load_backup'
import { verifyMedia, type MediaVerdict } from '#cli/backups/media/verify_media'
import type { CompleteBackup } from '#cli/backups/backup_store'
import { verifyAudit, type Verdict } from '#queries/staff/verify_audit'

export interface VerifyBackupInput {
  backup: CompleteBackup
  access: Access
  identityFile?: string
  programs?: string
  signal: AbortSignal
}

export interface Verification {
  differences: Difference[]
  /** Null for a backup that is older than the audit log. */
  audit: Verdict | null
  /** Null for a backup that is older than the files of users. */
  media: MediaVerdict | null
}

/** Restores a backup into a temporary database and checks that. @throws Failure */
export async function verifyBackup(input: VerifyBackupInput): Promise<Verification> {
  const { access, backup, identityFile, programs, signal } = input
  const open = await openerOf(backup, identityFile)
  await checkSum(backup)
  const program = await restorerOf(backup, access, programs)
  const databases = await Databases.of(access)
  try {
    await databases.sweep()
    const side = await databases.create()
    try {
      const { owner } = databases
      await loadBackup({ backup, open, program, into: side.access, owner, signal })
      const differences = await differencesFrom(backup, side.access)
      const media = await verifyMedia({ backup, access: side.access, open })
      return { differences, audit: await auditIn(side, backup), media }
    } finally {
      await databases.drop(side.name)
    }
  } finally {
    await databases.close()
  }
}

async function auditIn({ name, access }: TemporaryDatabase, { manifest }: CompleteBackup) {
  if (!('audit_entries' in manifest.rows)) return null
  db.manager.add(name, {
    client: 'pg',
    connection: { connectionString: access.url },
    pool: { min: 0, max: 1 },
  })
  try {
    return await verifyAudit(db.connection(name))
  } finally {
    await db.manager.close(name, true)
  }
}
