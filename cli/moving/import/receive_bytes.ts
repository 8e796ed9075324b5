import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { readMediaPath, type MediaPath } from '#cli/moving/archive/media_paths'
import { nameHere } from '#cli/moving/media_names'
import type { Entry, MediaBytes } from '#cli/moving/import/source'
import { Failure } from '#cli/failure'
import { keepStream } from '#media/keep_stream'
import { measureStream } from '#media/measure_stream'
import { incomingKey, isStorageFailure, keyOf, storage } from '#media/storage'

interface Receiving {
  client: QueryClientContract
  /** Null for a dry run, which keeps no bytes. */
  importId: number | null
}

/** Reads the bytes of an entry, and keeps them where the row of their file will look. @throws Failure */
export async function receiveBytes(
  { bytes, ...entry }: Entry & { bytes: MediaBytes },
  receiving: Receiving
): Promise<Entry> {
  const file = readMediaPath(bytes.path)
  if (file) await receive(file, bytes.chunks, receiving)
  else await measureStream(bytes.chunks)
  return entry
}

async function receive(
  file: MediaPath,
  chunks: AsyncIterable<Uint8Array>,
  { client, importId }: Receiving
) {
  const name = nameHere(file)
  if (importId !== null && (await isStored(name, client))) {
    await measureStream(chunks)
    return
  }
  const key = incomingKey()
  const isKept = importId !== null
  try {
    const { sha256, bytes } = await (isKept ? keepStream(chunks, key) : measureStream(chunks))
    await note({ name, import_id: importId, file: file.sha256, sha256, bytes }, client)
    if (isKept) await storage.move(key, keyOf(name))
  } catch (error) {
    if (isKept) await storage.delete(key).catch(() => {})
    throw isStorageFailure(error) ? unavailable(error as Error) : error
  }
}

async function isStored(name: string, client: QueryClientContract): Promise<boolean> {
  const found = await client.from('media_variants').where({ name }).first()
  return found !== null && storage.exists(keyOf(name))
}

interface ImportedBytes {
  name: string
  import_id: number | null
  /** The digest of the upload. */
  file: string
  sha256: string
  bytes: number
}

/** The row comes before the bytes. */
export const note = (row: ImportedBytes, client: QueryClientContract) =>
  client.rawQuery(
    `insert into imported_bytes (name, import_id, file, sha256, bytes)
     values (:name, :import_id, :file, :sha256, :bytes)
     on conflict (name) do update set import_id = excluded.import_id, file = excluded.file,
       sha256 = excluded.sha256, bytes = excluded.bytes`,
    row as Record<string, any>
  )

const unavailable = ({ message }: Error) =>
  new Failure('unavailable', `The storage of media takes no file: ${message}`)
