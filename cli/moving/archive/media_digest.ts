import { createHash } from 'node:crypto'
import type { BytesFacts } from '#cli/moving/archive/manifest'
import { measureStream } from '#media/measure_stream'

/** The digest of all files with bytes, in the order of their paths. */
export class MediaDigest {
  #sum = createHash('sha256')
  #files = 0
  #bytes = 0
  #sha256?: string

  /** Reads a file. */
  async add(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    this.note(path, await measureStream(chunks))
  }

  /** Notes a file that was read. */
  note(path: string, { bytes, sha256 }: { bytes: number; sha256: string }) {
    this.#sum.update(`${sha256}  ${path}\n`)
    this.#files++
    this.#bytes += bytes
  }

  facts(): BytesFacts {
    this.#sha256 ??= this.#sum.digest('hex')
    return { files: this.#files, bytes: this.#bytes, sha256: this.#sha256 }
  }
}
