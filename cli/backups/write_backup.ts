import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Access } from '#cli/backups/access'
import { encryptionFor } from '#cli/backups/encryption'
import { format, type Manifest } from '#cli/backups/manifest'
import { copyMedia, noteNames } from '#cli/backups/media/copy_media'
import { findProgram, type Program } from '#cli/backups/programs'
import { start } from '#cli/backups/running'
import { nameAt, type Backup, type BackupStore } from '#cli/backups/backup_store'
import { tablesLeftEmpty, takeSnapshot, type Snapshot } from '#cli/backups/snapshot'
import { Failure } from '#cli/failure'
import { version } from '#domain/version'

export interface WriteBackupInput {
  access: Access
  store: BackupStore
  /** Empty for no encryption. */
  recipients: string[]
  programs?: string
  signal: AbortSignal
}

/**
 * Writes a dump and its row counts, of one snapshot, and copies the files of users that it names. The backup gets its
 * name when it is on the disk. A failed run leaves no backup; the next run deletes the draft of a killed one.
 * @throws Failure
 */
export async function writeBackup(input: WriteBackupInput): Promise<Backup> {
  const { access, programs, recipients, store, signal } = input
  const encrypt = recipients.length > 0 ? encryptionFor(recipients) : null
  const snapshot = await takeSnapshot(access)
  try {
    const program = await findProgram('pg_dump', snapshot.server.major, programs)
    await store.sweep()
    return await inStore(store, async (draft) => {
      const takenAt = new Date()
      const file = encrypt ? 'database.dump.age' : 'database.dump'
      const rows = await snapshot.countRows()
      await noteNames(draft, snapshot.mediaRows())
      const dumping = dump(access, program, snapshot, signal)
      const written = await write(dumping, join(draft, file), encrypt, signal)
      // A long snapshot would keep PostgreSQL from cleaning up.
      await snapshot.end()
      const media = await copyMedia({ draft, folder: store.folder, recipients, signal })
      const manifest: Manifest = {
        format,
        plaza: version,
        taken_at: takenAt.toISOString(),
        database: access.database,
        postgres: { server: snapshot.server.version, client: program.version },
        migration: snapshot.migration,
        rows,
        media,
        dump: { file, ...written, encryption: encrypt && 'age' },
      }
      const text = `${JSON.stringify(manifest, null, 2)}\n`
      await writeFile(join(draft, 'manifest.json'), text, { mode: 0o600, flag: 'wx', flush: true })
      return nameAt(takenAt)
    })
  } finally {
    await snapshot.release()
  }
}

async function inStore(
  store: BackupStore,
  fill: (draft: string) => Promise<string>
): Promise<Backup> {
  let draft: string | undefined
  try {
    draft = await store.draft()
    return await store.keep(draft, await fill(draft))
  } catch (error) {
    if (draft) await store.discard(draft)
    throw explained(error as NodeJS.ErrnoException, store.folder)
  }
}

function explained(error: NodeJS.ErrnoException, folder: string): Error {
  const { code, message } = error
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Failure('unavailable', `There is no room left in ${folder}: no backup was made`)
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR') {
    return new Failure('usage', `The backup can't be written to ${folder}: ${message}`)
  }
  return error
}

function dump(access: Access, program: Program, snapshot: Snapshot, signal: AbortSignal) {
  const args = [
    '--format=custom',
    `--snapshot=${snapshot.id}`,
    '--no-owner',
    '--no-privileges',
    '--lock-wait-timeout=60s',
    '--no-password',
    ...tablesLeftEmpty.map((table) => `--exclude-table-data=public.${table}`),
  ]
  const running = start('pg_dump', program.path, args, access.environment)
  signal.addEventListener('abort', running.kill, { once: true })
  if (signal.aborted) running.kill()
  return running
}

/** Only pg_dump's exit code tells whether the dump is complete. */
async function write(
  { ended, kill, stdout }: ReturnType<typeof dump>,
  path: string,
  encrypt: ReturnType<typeof encryptionFor> | null,
  signal: AbortSignal
) {
  const sum = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _, done) {
      sum.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  try {
    const content: Readable = encrypt ? await encrypt(stdout) : stdout
    await pipeline(content, measure, file)
    await ended
  } catch (error) {
    kill()
    // The first failure is the cause; this one follows from it.
    await ended.catch(() => {})
    if (signal.aborted) throw new Failure('interrupted', 'Interrupted, so no backup was made')
    throw error
  }
  return { size, sha256: sum.digest('hex') }
}
