import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LIST, lineOf, type KeptFile } from '#cli/backups/media/kept_files'
import type { MediaRow } from '#cli/backups/media/media_rows'
import { MediaVault } from '#cli/backups/media/media_vault'
import type { MediaManifest } from '#cli/backups/manifest'
import { Failure } from '#cli/failure'
import { keyOf, storage } from '#media/storage'

/** In a draft: what the snapshot names. */
const NAMES = 'names'

/** Writes down what the snapshot names, so that it can end before the files are copied. */
export async function noteNames(draft: string, rows: AsyncIterable<MediaRow>): Promise<void> {
  async function* lines() {
    for await (const { name, bytes } of rows) yield `${name} ${bytes}\n`
  }
  const file = createWriteStream(join(draft, NAMES), { flags: 'wx', mode: 0o600 })
  await pipeline(Readable.from(lines()), file)
}

interface CopyMediaInput {
  /** The folder of the backup. */
  draft: string
  /** The folder of all backups. */
  folder: string
  recipients: string[]
  signal: AbortSignal
}

/**
 * Copies the files that no earlier backup has kept, and lists all of them. A file whose bytes the storage has lost is
 * left out. @throws Failure
 */
export async function copyMedia(input: CopyMediaInput): Promise<MediaManifest> {
  const { draft } = input
  const counts: MediaManifest = { files: 0, bytes: 0, copied: 0, lost: 0, list: null }
  const isBucket = storage.isBucket
  const sum = createHash('sha256')
  async function* lines() {
    const vault = new MediaVault(input.folder, input.recipients)
    for await (const row of namesIn(draft)) {
      if (input.signal.aborted)
        throw new Failure('interrupted', 'Interrupted, so no backup was made')
      counts.files++
      if (isBucket) continue
      const kept = await keep(vault, row, counts)
      if (!kept) continue
      sum.update(lineOf(kept))
      yield lineOf(kept)
    }
    await vault.flush()
  }
  const file = createWriteStream(join(draft, LIST), { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(lines()), file)
  await unlink(join(draft, NAMES))
  if (isBucket || counts.files === 0) {
    await unlink(join(draft, LIST))
    return counts
  }
  return { ...counts, list: { sha256: sum.digest('hex') } }
}

async function keep(
  vault: MediaVault,
  row: MediaRow,
  counts: MediaManifest
): Promise<KeptFile | null> {
  const known = await vault.find(row)
  const content = known
    ? null
    : await storage.part(keyOf(row.name), { start: 0, end: row.bytes - 1 })
  if (!known && !content) {
    counts.lost++
    return null
  }
  if (content) counts.copied++
  counts.bytes += row.bytes
  return known ?? vault.add(row, content!)
}

async function* namesIn(draft: string): AsyncGenerator<MediaRow> {
  const input = createReadStream(join(draft, NAMES))
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const [name, bytes] = line.split(' ')
      yield { name, bytes: Number(bytes) }
    }
  } finally {
    input.destroy()
  }
}
