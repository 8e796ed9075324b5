import type { Entry, MediaBytes } from '#cli/moving/import/source'
import { measureStream } from '#media/measure_stream'

const MAX_BATCH_ROWS = 500
/** A batch is in memory a few times over. */
const MAX_BATCH_CHARACTERS = 250_000

interface Reading {
  /** The number of entries that an earlier run has done, which are left out. */
  done?: number
  receive: (entry: Entry & { bytes: MediaBytes }) => Promise<Entry>
}

/** Entries in batches of some hundred. Bytes are read on the way, so no batch has any. */
export async function* inBatches(
  entries: AsyncGenerator<Entry>,
  { done = 0, receive }: Reading
): AsyncGenerator<Entry[]> {
  let batch: Entry[] = []
  let length = 0
  let number = 0
  for await (const entry of entries) {
    const { bytes } = entry
    if (++number <= done) {
      if (bytes) await measureStream(bytes.chunks)
      continue
    }
    batch.push(bytes ? await receive({ ...entry, bytes }) : entry)
    length += entry.text?.length ?? String(entry.row?.content ?? '').length
    if (batch.length < MAX_BATCH_ROWS && length < MAX_BATCH_CHARACTERS) continue
    yield batch
    batch = []
    length = 0
  }
  if (batch.length > 0) yield batch
}
