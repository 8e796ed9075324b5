import { createHash } from 'node:crypto'

export interface Measured {
  bytes: number
  sha256: string
  /** Its first bytes, which tell its type. */
  head: Buffer
}

const HEAD_BYTES = 4100

/** Reads a stream to its end. */
export async function measureStream(chunks: AsyncIterable<Uint8Array>): Promise<Measured> {
  const measured = measuring(chunks)
  for await (const chunk of measured.chunks) void chunk
  return measured.result()
}

/** Passes chunks on. The result is complete when they have ended. */
export function measuring(source: AsyncIterable<Uint8Array>) {
  const digest = createHash('sha256')
  const head: Uint8Array[] = []
  let bytes = 0
  async function* chunks() {
    for await (const chunk of source) {
      if (bytes < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - bytes))
      bytes += chunk.length
      digest.update(chunk)
      yield chunk
    }
  }
  const result = (): Measured => ({
    bytes,
    sha256: digest.digest('hex'),
    head: Buffer.concat(head),
  })
  return { chunks: chunks(), result }
}
