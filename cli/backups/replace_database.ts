import db from '@adonisjs/lucid/services/db'
import BeginReadOnly from '#actions/system/begin_read_only'
import EndReadOnly from '#actions/system/end_read_only'
import type { Access } from '#cli/backups/access'
import { restoreBackup, type Restored, type RestoreBackupInput } from '#cli/backups/restore_backup'
import cache from '#cache/cache'
import { publicLinks } from '#media/public_links'
import { storedReadOnly } from '#queries/system/read_only'

const REASON = 'A backup is being restored'

const RETRY_AFTER_S = 30

type ReplaceDatabaseInput = Omit<RestoreBackupInput, 'readOnly'> & {
  setBy: string
}

export async function isEmpty(access: Access): Promise<boolean> {
  const client = await access.connect()
  try {
    for (const table of ['users', 'audit_entries']) {
      const { rows } = await client.query('select to_regclass($1) is not null as there', [table])
      if (!rows[0].there) continue
      const { rowCount } = await client.query(`select 1 from ${table} limit 1`)
      if (rowCount) return false
    }
    return true
  } finally {
    await client.end()
  }
}

/**
 * Plaza is read-only meanwhile, since writes would be lost; afterwards all workers clear their caches.
 * @throws Failure, with nothing changed
 */
export async function replaceDatabase({
  setBy,
  ...input
}: ReplaceDatabaseInput): Promise<Restored> {
  const hasTables = await db.connection().schema.hasTable('read_only')
  const stored = hasTables ? await storedReadOnly() : null
  // Left behind by a killed restore, and set by no operator.
  const readOnly = stored?.reason === REASON ? null : stored
  if (hasTables && !readOnly)
    await new BeginReadOnly().handle({ reason: REASON, retryAfter: RETRY_AFTER_S, setBy })
  try {
    const restored = await restoreBackup({ ...input, readOnly })
    // Its connections ended with the old database.
    await db.manager.close(db.primaryConnectionName)
    await cache.invalidate('*')
    // A file may have been public in the old one alone.
    await publicLinks.removeAll()
    return restored
  } catch (error) {
    if (hasTables && !readOnly) await new EndReadOnly().handle()
    throw error
  }
}
