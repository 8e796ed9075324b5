import type { Access } from '#cli/backups/access'
import { Databases } from '#cli/backups/databases'
import {
  checkSum,
  differencesFrom,
  loadBackup,
  openerOf,
  restorerOf,
} from '#cli/backups/load_backup'
import { restoreMedia, type RestoredMedia } from '#cli/backups/media/restore_media'
import { nameAt, type CompleteBackup } from '#cli/backups/backup_store'
import { Failure } from '#cli/failure'
import type { ReadOnly } from '#queries/system/read_only'

const SESSION_ID_GAP = 1_000_000

export interface RestoreBackupInput {
  backup: CompleteBackup
  access: Access
  identityFile?: string
  programs?: string
  keepsOld: boolean
  /** Read-only mode to carry over to the restored database. */
  readOnly: ReadOnly | null
  signal: AbortSignal
}

export interface Restored {
  /** The former database's new name; null if it was dropped. */
  kept: string | null
  media: RestoredMedia
}

/**
 * Restores a backup into a new database, brings back the files that it names, then swaps it with the live one. Until the
 * swap nothing has changed but that files may be there that no database names, even if the process is killed.
 * @throws Failure
 */
export async function restoreBackup(input: RestoreBackupInput): Promise<Restored> {
  const { access, backup, identityFile, keepsOld, programs, signal } = input
  const open = await openerOf(backup, identityFile)
  await checkSum(backup)
  const program = await restorerOf(backup, access, programs)
  const databases = await Databases.of(access)
  try {
    await databases.sweep()
    const { live, owner } = databases
    const side = await databases.create()
    const kept = `${live.slice(0, 36)}_before_${nameAt(new Date()).slice(0, 15).toLowerCase()}`
    const aside = keepsOld ? kept : databases.newName()
    let media: RestoredMedia
    try {
      await loadBackup({ backup, open, program, into: side.access, owner, signal })
      await refuseDifferent(backup, side.access)
      media = await restoreMedia({ backup, access: side.access, open }, signal)
      await prepare(side.access, input.readOnly)
      await databases.copySettings(side.name)
      if (signal.aborted) throw new Failure('interrupted', 'Interrupted, so nothing was changed')
      await databases.swap(side.name, aside)
    } catch (error) {
      await databases.drop(side.name)
      throw error
    }
    // The restore is done; the next run drops what is left.
    if (!keepsOld) await databases.drop(aside).catch(() => {})
    return { kept: keepsOld ? aside : null, media }
  } finally {
    await databases.close()
  }
}

async function refuseDifferent(backup: CompleteBackup, access: Access) {
  const [first] = await differencesFrom(backup, access)
  if (!first) return
  const { table, expected, found } = first
  throw new Failure(
    'unverified',
    `${backup.name} is damaged: ${table} has ${found} rows instead of ${expected}`
  )
}

/** Signs all users out, and updates the planner's statistics. */
async function prepare(access: Access, readOnly: ReadOnly | null) {
  const client = await access.connect()
  try {
    const { rows } = await client.query(
      `select to_regclass('sessions') is not null as sessions,
         to_regclass('read_only') is not null as "readOnly"`
    )
    if (rows[0].sessions) {
      await client.query('delete from sessions')
      // An access token issued after the backup must not match a future session.
      const sequence = `pg_get_serial_sequence('sessions', 'id')`
      await client.query(`select setval(${sequence}, nextval(${sequence}) + ${SESSION_ID_GAP})`)
    }
    if (rows[0].readOnly) {
      await client.query('delete from read_only')
      if (readOnly) {
        const { reason, retry_after: retryAfter, since, set_by: setBy } = readOnly
        await client.query(insertReadOnly, [reason, retryAfter, since, setBy])
      }
    }
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

const insertReadOnly =
  'insert into read_only (reason, retry_after, since, set_by) values ($1, $2, $3, $4)'
