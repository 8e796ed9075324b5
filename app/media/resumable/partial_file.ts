import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import ChecksumMismatchException from '#exceptions/checksum_mismatch_exception'
import { measureStream, type Measured } from '#media/measure_stream'
import { attempt } from '#media/storage'
import type { ChecksumAlgorithm } from '#domain/media'

export interface Checksum {
  algorithm: ChecksumAlgorithm
  digest: Buffer
}

/** A file that arrives in parts. */
export class PartialFile {
  constructor(private path: string) {}

  /** Bytes that have arrived. @throws StorageFailure */
  size(): Promise<number> {
    return attempt(async () => {
      try {
        return (await stat(this.path)).size
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
        throw error
      }
    })
  }

  /**
   * Writes a part over all that comes after `offset`. Of a part that is cut off, what has come stays, unless it has a
   * checksum. @returns bytes @throws ChecksumMismatchException, StorageFailure, and what `chunks` throw
   */
  async write(
    chunks: AsyncIterable<Uint8Array>,
    { offset, checksum }: { offset: number; checksum: Checksum | null }
  ): Promise<number> {
    const hash = checksum && createHash(checksum.algorithm)
    let written = 0
    const file = await attempt(async () => {
      await mkdir(dirname(this.path), { recursive: true })
      return open(this.path, 'a')
    })
    try {
      await attempt(() => file.truncate(offset))
      for await (const chunk of chunks) {
        await attempt(() => file.appendFile(chunk))
        hash?.update(chunk)
        written += chunk.length
      }
      if (checksum && !hash!.digest().equals(checksum.digest)) throw new ChecksumMismatchException()
      return written
    } catch (error) {
      if (checksum) await file.truncate(offset)
      throw error
    } finally {
      await file.close()
    }
  }

  measure(): Promise<Measured> {
    return measureStream(createReadStream(this.path))
  }
}
