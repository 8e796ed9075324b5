import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Access } from '#cli/backups/access'
import { decryptionWith } from '#cli/backups/encryption'
import { checkList } from '#cli/backups/media/kept_files'
import { findProgram, type Program } from '#cli/backups/programs'
import { start } from '#cli/backups/running'
import type { CompleteBackup } from '#cli/backups/backup_store'
import { countRows } from '#cli/backups/snapshot'
import { Failure } from '#cli/failure'

export interface Difference {
  table: string
  expected: number
  found: number
}

/** @throws Failure if the checksum of the dump, or of the list of files, differs from the manifest */
export async function checkSum({ folder, manifest, name }: CompleteBackup) {
  const sum = createHash('sha256')
  for await (const chunk of createReadStream(join(folder, manifest.dump.file))) sum.update(chunk)
  if (sum.digest('hex') !== manifest.dump.sha256) {
    throw new Failure('unverified', `${name} is damaged: its checksum differs`)
  }
  if (manifest.media?.list) await checkList(folder, manifest.media.list.sha256, name)
}

/** @throws Failure for an encrypted backup without an identity */
export async function openerOf(
  { manifest, name }: CompleteBackup,
  identityFile: string | undefined
): Promise<(dump: Readable) => Promise<Readable>> {
  if (!manifest.dump.encryption) return async (dump) => dump
  if (!identityFile) throw new Failure('usage', `${name} is encrypted: give --identity <file>`)
  return decryptionWith(identityFile)
}

/** Finds a pg_restore for the backup and the server. @throws Failure without one */
export async function restorerOf(
  { manifest }: CompleteBackup,
  access: Access,
  programs?: string
): Promise<Program> {
  const client = await access.connect()
  try {
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int / 10000 as major`
    )
    const writer = Number.parseInt(manifest.postgres.client)
    return await findProgram('pg_restore', Math.max(rows[0].major, writer), programs)
  } finally {
    await client.end()
  }
}

export interface LoadBackupInput {
  backup: CompleteBackup
  open: (dump: Readable) => Promise<Readable>
  program: Program
  into: Access
  /** The role that will own all of it. */
  owner: string
  signal: AbortSignal
}

/** Fills an empty database in one transaction. @throws Failure */
export async function loadBackup({ backup, open, program, into, owner, signal }: LoadBackupInput) {
  const { folder, manifest } = backup
  const args = [
    '--single-transaction',
    '--no-owner',
    '--no-privileges',
    '--no-password',
    `--role=${owner}`,
    `--dbname=${into.database}`,
  ]
  const content = await open(createReadStream(join(folder, manifest.dump.file)))
  const running = start('pg_restore', program.path, args, into.environment)
  signal.addEventListener('abort', running.kill, { once: true })
  if (signal.aborted) running.kill()
  running.stdout.resume()
  try {
    const fed = pipeline(content, running.stdin).catch((error) => error as Error)
    // The program's error explains more than the broken pipe.
    await running.ended
    const failure = await fed
    if (failure) throw failure
  } catch (error) {
    running.kill()
    content.destroy()
    await running.ended.catch(() => {})
    if (signal.aborted) throw new Failure('interrupted', 'Interrupted')
    if (error instanceof Failure) throw error
    throw new Failure('unverified', `${backup.name} is damaged: ${(error as Error).message}`)
  }
}

export async function differencesFrom(
  { manifest }: CompleteBackup,
  access: Access
): Promise<Difference[]> {
  const client = await access.connect()
  try {
    const found = await countRows(client)
    const tables = [...new Set([...Object.keys(manifest.rows), ...Object.keys(found)])].sort()
    return tables
      .map((table) => ({
        table,
        expected: manifest.rows[table] ?? 0,
        found: found[table] ?? 0,
      }))
      .filter(({ expected, found: there }) => expected !== there)
  } finally {
    await client.end()
  }
}
