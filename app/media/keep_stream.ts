import { Readable } from 'node:stream'
import { measuring, type Measured } from '#media/measure_stream'
import { storage } from '#media/storage'

/** Streams a file to a key of the storage. The caller deletes the key after a failure. */
export async function keepStream(
  source: AsyncIterable<Uint8Array>,
  key: string
): Promise<Measured> {
  const { chunks, result } = measuring(source)
  let failure: unknown
  // After a failure the file ends here: flydrive would return at once, and go on writing.
  async function* untilFailure() {
    try {
      yield* chunks
    } catch (error) {
      failure = error
    }
  }
  await storage.putStream(key, Readable.from(untilFailure(), { objectMode: false }))
  if (failure) throw failure
  return result()
}
