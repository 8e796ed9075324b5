import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { packArchive } from '#cli/moving/archive/pack'
import { listedMedia } from '#cli/moving/export/listed_media'
import { writeKinds, type WriteKindsInput, type Written } from '#cli/moving/export/write_kinds'
import { refuseTaken } from '#cli/output/new_file'
import { Failure } from '#cli/failure'
import { reasons } from '#cli/file_errors'
import { holdBytes } from '#media/bytes_lock'

export interface WriteArchiveInput extends Omit<WriteKindsInput, 'folder' | 'copiesMedia'> {
  /** A folder, a file that ends with `.tar.zst`, or `-`. */
  output: string
  /** Takes the bytes for `-`. */
  write: (bytes: Uint8Array) => Promise<void>
}

const otherArchive = /\.(?:tar|tgz|gz|zip|zst|bz2|xz|7z)$/i

const isFile = (output: string) => output.endsWith('.tar.zst')

/** @throws Failure for the name of another kind of archive, or one that is taken */
export async function refuseOutput(output: string) {
  if (output === '-') return
  if (!isFile(output) && otherArchive.test(output)) {
    throw new Failure('usage', 'Name a folder, a file that ends with .tar.zst, or -')
  }
  await refuseTaken(output)
}

/**
 * Writes an archive under another name first, so that it is complete or absent.
 * @returns its manifest, and how many files of media are lost @throws Failure if it can't be written
 */
export async function writeArchive(input: WriteArchiveInput): Promise<Written> {
  const { output } = input
  await refuseOutput(output)
  const target = output === '-' ? join(tmpdir(), 'plaza-export') : resolve(output)
  const draft = draftOf(target)
  try {
    await mkdir(draft, { mode: 0o700 })
    // The bytes that the snapshot names stay until they are in the archive.
    const written = await db.transaction(async (client) => {
      await client.rawQuery('set local idle_in_transaction_session_timeout = 0')
      await holdBytes(client)
      return fill(input, target, draft)
    })
    if (output !== '-') await flush(dirname(target))
    return written
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, output)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function fill(input: WriteArchiveInput, target: string, draft: string): Promise<Written> {
  const { output, write } = input
  const copiesMedia = output !== '-' && !isFile(output)
  const written = await writeKinds({ ...input, folder: draft, copiesMedia })
  if (copiesMedia) {
    await refuseTaken(target)
    await flush(draft)
    await rename(draft, target)
    return written
  }
  const packed = { folder: draft, manifest: written.manifest, media: listedMedia(draft) }
  if (output === '-') await packArchive({ ...packed, write })
  else await packInto(target, (bytes) => packArchive({ ...packed, write: bytes }))
  return written
}

const draftOf = (target: string) =>
  join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`)

type Write = WriteArchiveInput['write']

async function packInto(target: string, pack: (write: Write) => Promise<void>) {
  const draft = draftOf(target)
  const file = await open(draft, 'wx', 0o600)
  try {
    await pack((bytes) => file.writeFile(bytes))
    await file.sync()
    await refuseTaken(target)
    await rename(draft, target)
  } finally {
    await file.close()
    await rm(draft, { force: true })
  }
}

async function flush(folder: string) {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function explained(error: NodeJS.ErrnoException, output: string): Error {
  const { code = '', path } = error
  if (!(code in reasons) || (!path && code !== 'ENOSPC' && code !== 'EDQUOT')) return error
  return new Failure('unwritten', `${output} can't be written: ${reasons[code]}`)
}
