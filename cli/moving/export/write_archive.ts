import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { packFolder } from '#cli/moving/archive/pack'
import type { Manifest } from '#cli/moving/archive/manifest'
import { writeKinds, type WriteKindsInput } from '#cli/moving/export/write_kinds'
import { refuseTaken } from '#cli/output/new_file'
import { Failure } from '#cli/failure'
import { reasons } from '#cli/file_errors'

export interface WriteArchiveInput extends WriteKindsInput {
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
 * @returns its manifest @throws Failure if it can't be written
 */
export async function writeArchive(input: WriteArchiveInput): Promise<Manifest> {
  const { output, write } = input
  await refuseOutput(output)
  const target = output === '-' ? join(tmpdir(), 'plaza-export') : resolve(output)
  const draft = draftOf(target)
  try {
    await mkdir(draft, { mode: 0o700 })
    const manifest = await writeKinds(draft, input)
    if (output === '-') await packFolder(draft, manifest, write)
    else if (isFile(output)) await packInto(target, draft, manifest)
    else {
      await refuseTaken(target)
      await flush(draft)
      await rename(draft, target)
    }
    if (output !== '-') await flush(dirname(target))
    return manifest
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, output)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const draftOf = (target: string) =>
  join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`)

async function packInto(target: string, folder: string, manifest: Manifest) {
  const draft = draftOf(target)
  const file = await open(draft, 'wx', 0o600)
  try {
    await packFolder(folder, manifest, (bytes) => file.writeFile(bytes))
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
