import { createHash } from 'node:crypto'
import pLimit from 'p-limit'
import db from '@adonisjs/lucid/services/db'
import { download } from '#cli/moving/import/pictures/download'
import { Refusal } from '#cli/moving/import/pictures/refusal'
import { note } from '#cli/moving/import/receive_bytes'
import { nameHere } from '#cli/moving/media_names'
import { Failure } from '#cli/failure'
import { typeOfBytes } from '#media/file_type'
import { incomingKey, isStorageFailure, keyOf, storage } from '#media/storage'
import type { FileType } from '#domain/media'

/** A picture that is in the storage now. */
export interface FetchedPicture {
  /** Of its bytes. */
  sha256: string
  bytes: number
  type: FileType
  /** The type that it has when its copies are made. */
  master: { contentType: string; extension: string }
}

interface Fetching {
  source: string
  importId: number
  signal: AbortSignal
}

/** By the digest of its address, since addresses are long. */
const keyOfAddress = (url: string) => createHash('sha256').update(url).digest('hex')

/**
 * Fetches a picture once for each site, and checks it as an upload. It counts for no quota. @throws Refusal, Failure
 * if the storage takes no file
 */
export async function fetchPicture(url: string, fetching: Fetching): Promise<FetchedPicture> {
  return (await fetchedBefore(url, fetching)) ?? (await fetchNow(url, fetching))
}

/** A run that was interrupted has the bytes, and perhaps no row of the file. */
async function fetchedBefore(url: string, { source }: Fetching): Promise<FetchedPicture | null> {
  const { rows } = await db.rawQuery(
    `select facts from imported_pictures where source = :source and url = :url and (
       exists (select from media_files where sha256 = facts->>'sha256')
       or exists (select from imported_bytes where file = facts->>'sha256')
     )`,
    { source, url: keyOfAddress(url) }
  )
  return rows[0]?.facts ?? null
}

async function fetchNow(url: string, fetching: Fetching): Promise<FetchedPicture> {
  const { source, importId, signal } = fetching
  const key = incomingKey()
  try {
    const { sha256, bytes, head } = await download(url, key, signal)
    const type = await typeOfBytes(head)
    if (type.kind !== 'image') throw new Refusal('it is no picture')
    const picture = { sha256, bytes, type, master: await masterOf(key) }
    await keep(picture, key, importId)
    await db.rawQuery(
      `insert into imported_pictures (source, url, facts) values (:source, :url, :facts::jsonb)
       on conflict (source, url) do update set facts = excluded.facts`,
      { source, url: keyOfAddress(url), facts: JSON.stringify(picture) }
    )
    return picture
  } catch (error) {
    await storage.delete(key).catch(() => {})
    if (!isStorageFailure(error)) throw error
    const { message } = error as Error
    throw new Failure('unavailable', `The storage of media takes no file: ${message}`)
  }
}

/** A picture is in memory for it. */
const oneAtATime = pLimit(1)

/** Reads the header alone: the job of pictures makes the copies. */
async function masterOf(key: string) {
  const [{ masterTypeOf }, { PictureError }] = await Promise.all([
    import('#media/masters'),
    import('#media/libvips'),
  ])
  try {
    return await oneAtATime(async () => masterTypeOf(await storage.bytes(key)))
  } catch (error) {
    if (!(error instanceof PictureError)) throw error
    throw new Refusal(
      error.failure === 'too_many_pixels' ? 'it has too many pixels' : 'it can’t be read'
    )
  }
}

/** A content that is here stays where it is. */
async function keep({ sha256, bytes, type }: FetchedPicture, key: string, importId: number) {
  const known = await db.from('media_files').where({ sha256 }).first()
  if (known?.status === 'failed') throw new Refusal('it can’t be processed')
  if (known) return storage.delete(key)
  const { extension } = type
  const name = nameHere({ sha256, purpose: 'original', parts: [], extension })
  await note({ name, import_id: importId, file: sha256, sha256, bytes }, db.connection())
  await storage.move(key, keyOf(name))
}
