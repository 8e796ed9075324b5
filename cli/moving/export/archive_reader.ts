import { createHash } from 'node:crypto'
import type { Archive } from '#cli/moving/archive/archive'
import { linesOf, type Line } from '#cli/moving/archive/lines'
import { kinds, type Kind } from '#cli/moving/archive/kinds'
import { MediaDigest } from '#cli/moving/archive/media_digest'
import { MEDIA_FOLDER } from '#cli/moving/archive/media_paths'
import { measureStream, type Measured } from '#media/measure_stream'

interface RowsFacts {
  count: number
  sha256: string
}

/** The rows of a kind. The facts are complete when the lines have ended. */
export interface ReadRows {
  lines: AsyncGenerator<Line>
  facts: () => RowsFacts
}

/** Reads an archive kind by kind, with the digests of all that it has. */
export class ArchiveReader {
  #read = new Map<Kind, () => RowsFacts>()
  #media = new MediaDigest()
  #credentials?: Measured

  constructor(private archive: Archive) {}

  /** The rows of the next kind, after the bytes before them. */
  async next(): Promise<ReadRows> {
    for (;;) {
      const { value: file } = await this.archive.files.next()
      if (file.isBytes) await this.#media.add(file.name, file.chunks)
      else {
        const rows = reading(file.chunks)
        this.#read.set(file.kind as Kind, rows.facts)
        return rows
      }
    }
  }

  /** Reads what follows the kinds. */
  async end(): Promise<void> {
    for await (const { chunks } of this.archive.files)
      this.#credentials = await measureStream(chunks)
  }

  /** The files that are not as the manifest says, once all are read. */
  damaged(): string[] {
    const { manifest } = this.archive
    const files: string[] = kinds
      .filter((kind) => manifest.kinds[kind].sha256 !== this.#read.get(kind)!().sha256)
      .map((kind) => manifest.kinds[kind].file)
    if (this.#media.facts().sha256 !== manifest.media_bytes.sha256) files.push(`${MEDIA_FOLDER}/`)
    const { credentials } = manifest
    if (credentials && credentials.sha256 !== this.#credentials?.sha256)
      files.push(credentials.file)
    return files
  }
}

function reading(chunks: AsyncIterable<Uint8Array>): ReadRows {
  const sum = createHash('sha256')
  let count = 0
  let sha256: string | undefined
  async function* summed() {
    for await (const chunk of chunks) {
      sum.update(chunk)
      yield chunk
    }
  }
  async function* lines() {
    for await (const line of linesOf(summed())) {
      count++
      yield line
    }
  }
  return { lines: lines(), facts: () => ({ count, sha256: (sha256 ??= sum.digest('hex')) }) }
}
