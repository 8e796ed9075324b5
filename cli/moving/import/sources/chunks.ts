import { open } from 'node:fs/promises'

const CHUNK_BYTES = 64 * 1024

/**
 * Reads a file through one buffer: each chunk holds until the next. A stream makes new ones, of which 30 MB stay with
 * the process after a large file.
 */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    for (;;) {
      const { bytesRead } = await file.read(buffer)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
