import { createWriteStream } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MediaDigest } from '#cli/moving/archive/media_digest'
import { MEDIA_FOLDER, mediaFileOf, type StoredVariant } from '#cli/moving/archive/media_paths'
import { measuring, measureStream, type Measured } from '#media/measure_stream'
import { keyOf, storage } from '#media/storage'
import { Failure } from '#cli/failure'

interface Variant extends StoredVariant {
  content_type: string
  bytes: number
  height: number | null
}

/** Of a file with bytes that is packed later: its path in the archive, its name here, and its bytes. */
export const LIST_FILE = '.media_list'

interface MediaWriterOptions {
  folder: string
  /** Whether the bytes are copied to the folder, or listed to be packed from the storage. */
  copies: boolean
  signal: AbortSignal
}

/** Reads the bytes of files, and adds their digests to the lines of the files. */
export class MediaWriter {
  readonly digest = new MediaDigest()
  /** The number of files whose bytes are not in the storage. */
  lost = 0
  #list?: FileHandle

  constructor(private options: MediaWriterOptions) {}

  /** @param text a row of the statement of `files` @returns the line of the archive */
  async lineOf(text: string): Promise<string> {
    const { variants, ...file } = JSON.parse(text)
    const all = (variants as Variant[])
      .map((variant) => ({ variant, name: mediaFileOf(variant) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
    const made = []
    for (const { variant, name } of all) {
      const read = await this.#read(`${MEDIA_FOLDER}/${file.sha256}/${name}`, variant)
      const { content_type: type, bytes, width, height } = variant
      const facts = { sha256: read?.sha256 ?? null, bytes: read?.bytes ?? bytes }
      made.push({ file: name, content_type: type, ...facts, width, height })
      // A picture that waits for its copies may have the name of its master.
      if (!read && file.status === 'ready') this.lost++
    }
    return JSON.stringify({ ...file, variants: made })
  }

  async close() {
    await this.#list?.close()
  }

  /** @returns null if the storage has no bytes of it */
  async #read(path: string, { name, bytes }: Variant): Promise<Measured | null> {
    const { copies, folder, signal } = this.options
    if (signal.aborted) throw new Failure('interrupted', 'Interrupted, so nothing was written')
    const stream = await storage.part(keyOf(name), { start: 0, end: bytes - 1 })
    if (!stream) return null
    const measured = copies ? await copyTo(join(folder, path), stream) : await measureStream(stream)
    this.digest.note(path, measured)
    if (!copies) await this.#note(`${path}\t${name}\t${measured.bytes}\n`)
    return measured
  }

  async #note(line: string) {
    this.#list ??= await open(join(this.options.folder, LIST_FILE), 'wx', 0o600)
    await this.#list.writeFile(line)
  }
}

/** All bytes of a file that was there before. @throws Failure if it is gone */
export async function streamOf(name: string, bytes: number): Promise<Readable> {
  const stream = await storage.part(keyOf(name), { start: 0, end: bytes - 1 })
  if (stream) return stream
  throw new Failure('unavailable', `${name} has gone from the storage meanwhile`)
}

async function copyTo(path: string, stream: Readable): Promise<Measured> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { chunks, result } = measuring(stream)
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.from(chunks, { objectMode: false }), file)
  return result()
}
