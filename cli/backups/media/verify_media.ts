import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { Access } from '#cli/backups/access'
import type { CompleteBackup } from '#cli/backups/backup_store'
import { namedFiles } from '#cli/backups/media/named_files'
import { digestOf, filesIn, type KeptFile } from '#cli/backups/media/kept_files'
import { readKept, type Open } from '#cli/backups/media/read_kept'
import { storage } from '#media/storage'

const MAX_TOLD = 5

/** What a backup has of the files that its database names. */
export interface MediaVerdict {
  files: number
  /** How many have no bytes, or others. */
  faults: number
  /** The names of the first of them. */
  names: string[]
}

export interface MediaInput {
  backup: CompleteBackup
  /** The restored database. */
  access: Access
  open: Open
}

/** Opens each file that the restored database names. Those in a bucket are only looked for. @returns null for an old backup */
export async function verifyMedia(input: MediaInput): Promise<MediaVerdict | null> {
  const { backup, access, open } = input
  const { media } = backup.manifest
  if (!media) return null
  if (!media.list && storage.isBucket) return inBucket(backup, access)
  const told = verdict()
  for await (const { name, bytes, kept } of namedFiles(backup, access)) {
    const isRight = kept?.bytes === bytes && (await isWhole(dirname(backup.folder), kept, open))
    count(told, name, isRight)
  }
  return told
}

/** Compares the checksums of the listed files. It needs neither a database nor a key. */
export async function verifyListed({ folder, manifest }: CompleteBackup): Promise<MediaVerdict> {
  const told = verdict()
  if (!manifest.media?.list) return told
  for await (const { name, path, sha256 } of filesIn(folder)) {
    count(told, name, (await digestOf(join(dirname(folder), path))) === sha256)
  }
  return told
}

async function inBucket(backup: CompleteBackup, access: Access): Promise<MediaVerdict> {
  const told = verdict()
  const there = storage.fileNames()
  let next = await there.next()
  for await (const { name } of namedFiles(backup, access)) {
    while (!next.done && next.value < name) next = await there.next()
    count(told, name, !next.done && next.value === name)
  }
  return told
}

async function isWhole(folder: string, file: KeptFile, open: Open): Promise<boolean> {
  try {
    await finished(Readable.from(readKept(folder, file, open)).resume())
    return true
  } catch {
    return false
  }
}

const verdict = (): MediaVerdict => ({ files: 0, faults: 0, names: [] })

function count(told: MediaVerdict, name: string, isRight: boolean) {
  told.files++
  if (isRight) return
  told.faults++
  if (told.names.length < MAX_TOLD) told.names.push(name)
}
