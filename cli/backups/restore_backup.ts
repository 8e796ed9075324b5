import type { Access } from '#cli/backups/access'
import { Databases } from '#cli/backups/databases'
import {
  checkSum,
  differencesFrom,
  loadBackup,
  openerOf,
  restorerOf,
} from '#cli/backups/load_backup'
import { nameAt, type WholeBackup } from '#cli/backups/backup_store'
import { Failure } from '#cli/failure'
import type { ReadOnly } from '#queries/system/read_only'

/** More than anybody signs in between a backup and its restore. */
const sessionsSince = 1_000_000

export interface RestoreBackupInput {
  backup: WholeBackup
  access: Access
  identityFile?: string
  /** Where alone to look for pg_restore. */
  programs?: string
  /** Whether the database that gives way is kept, under another name. */
  keepsOld: boolean
  /** What holds in the restored database as well. */
  readOnly: ReadOnly | null
  signal: AbortSignal
}

/**
 * Restores a backup into a database beside the live one, and lets them change places when all of it
 * is there: until then, and when it is killed, nothing has changed.
 *
 * @returns the name under which the former database is kept; null when it is not
 * @throws Failure
 */
export async function restoreBackup(input: RestoreBackupInput): Promise<string | null> {
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
    try {
      await loadBackup({ backup, open, program, into: side.access, owner, signal })
      await refuseDifferent(backup, side.access)
      await prepare(side.access, input.readOnly)
      await databases.equip(side.name)
      if (signal.aborted) throw new Failure('interrupted', 'Interrupted, so nothing was changed')
      await databases.swap(side.name, aside)
    } catch (error) {
      await databases.drop(side.name)
      throw error
    }
    // What is left is for the next run to sweep: the restore itself is done.
    if (!keepsOld) await databases.drop(aside).catch(() => {})
    return keepsOld ? aside : null
  } finally {
    await databases.close()
  }
}

async function refuseDifferent(backup: WholeBackup, access: Access) {
  const [first] = await differencesFrom(backup, access)
  if (!first) return
  const { table, expected, found } = first
  throw new Failure(
    'unverified',
    `${backup.name} is damaged: ${table} has ${found} rows and not ${expected}`
  )
}

/** Nobody is signed in, and what the planner knows of the tables is true. */
async function prepare(access: Access, readOnly: ReadOnly | null) {
  const client = await access.connect()
  try {
    const { rows } = await client.query(
      `select to_regclass('sessions') is not null as sessions,
         to_regclass('read_only') is not null as "readOnly"`
    )
    if (rows[0].sessions) {
      await client.query('delete from sessions')
      // An access token of a session that came after the backup must not fit one that is yet to come.
      const sequence = `pg_get_serial_sequence('sessions', 'id')`
      await client.query(`select setval(${sequence}, nextval(${sequence}) + ${sessionsSince})`)
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
