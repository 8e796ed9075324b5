import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import pLimit from 'p-limit'
import BarredMediaException from '#exceptions/barred_media_exception'
import PayloadTooLargeException from '#exceptions/payload_too_large_exception'
import StorageUnavailableException from '#exceptions/storage_unavailable_exception'
import QuotaExceededException from '#exceptions/quota_exceeded_exception'
import { typeOfBytes } from '#media/file_type'
import { fileName } from '#media/names'
import type { ReceivedFile } from '#media/receive_file'
import { publicLinks } from '#media/public_links'
import { incomingKey, isStorageFailure, keyOf, storage } from '#media/storage'
import { mediaQueue } from '#queue/queues'
import { MAX_ENVELOPE_BYTES, MAX_UPLOAD_BYTES, type FileType } from '#domain/media'

/** A slow storage must leave connections for other requests. */
const keeping = pLimit(2)

interface UploadMediaInput {
  userId: number
  /** Bytes of the whole request; undefined if the client does not say. */
  length: number | undefined
  /** Writes the file to a key of the storage. */
  receive: (key: string, maxBytes: number) => Promise<ReceivedFile>
}

/**
 * Takes a file of a user. The row comes first, so that parallel uploads can't pass the quota; after a failure neither
 * row nor bytes are left. @returns the id @throws PayloadTooLargeException, QuotaExceededException, BarredMediaException
 * for what staff took, StorageUnavailableException
 */
export default class UploadMedia {
  async handle({ userId, length = MAX_UPLOAD_BYTES, receive }: UploadMediaInput): Promise<number> {
    if (length > MAX_UPLOAD_BYTES + MAX_ENVELOPE_BYTES) {
      throw PayloadTooLargeException.of(MAX_UPLOAD_BYTES)
    }
    const maxBytes = Math.min(length, MAX_UPLOAD_BYTES)
    const id = await reserve(userId, maxBytes)
    const key = incomingKey()
    try {
      const file = await receive(key, maxBytes)
      const type = await typeOfBytes(file.head)
      await keeping(() => db.transaction((client) => keep({ id, userId, key, file, type }, client)))
      return id
    } catch (error) {
      const row = db.from('media').where({ id }).whereNull('file_id')
      await Promise.allSettled([storage.delete(key), row.delete()])
      throw isStorageFailure(error) ? new StorageUnavailableException(error) : error
    }
  }
}

/** Makes the row, which counts for the quota from now on. @returns its id */
const reserve = (userId: number, bytes: number): Promise<number> =>
  db.transaction(async (client) => {
    await client.rawQuery(
      `select pg_advisory_xact_lock(hashtextextended('media quota', :userId))`,
      {
        userId,
      }
    )
    const [{ used }] = await client
      .from('media')
      .where('user_id', userId)
      .whereNull('removed_at')
      .sum('uploaded_bytes as used')
    const left = config.get<number>('media.quota') - Number(used ?? 0)
    if (bytes > left) throw new QuotaExceededException(Math.max(left, 0))
    const [{ id }] = await client
      .table('media')
      .insert({ user_id: userId, uploaded_bytes: bytes })
      .returning('id')
    return id
  })

interface Arrived {
  id: number
  userId: number
  key: string
  file: ReceivedFile
  type: FileType
}

/** Until the commit, the row of the content is locked against its end, and against another upload of the same. */
async function keep({ id, userId, key, file, type }: Arrived, client: TransactionClientContract) {
  const { sha256, bytes, name } = file
  const isPicture = type.kind === 'image'
  const { rows } = await client.rawQuery(
    `insert into media_files (sha256, kind, status, content_type, bytes)
     values (:sha256, :kind, :status, :contentType, :bytes)
     on conflict (sha256) do update set sha256 = excluded.sha256
     returning id, status, barred_at is not null or exists (
       select from media
       where file_id = media_files.id and user_id = :userId and removed_at is not null
     ) as is_barred, (
       select name from media_variants
       where file_id = media_files.id and purpose in ('master', 'original') order by purpose limit 1
     ) as stored`,
    { sha256, bytes, userId, ...type, status: isPicture ? 'processing' : 'ready' }
  )
  const [{ id: fileId, status, stored, is_barred: isBarred }] = rows
  if (isBarred) throw new BarredMediaException()
  const isStored = stored !== null && (await storage.exists(keyOf(stored)))
  if (isStored) await storage.delete(key)
  else await store({ fileId, key, file, type }, client)

  await client.from('media').where({ id }).update({ file_id: fileId, uploaded_bytes: bytes, name })
  if (!isPicture) return
  const isReady = isStored && status === 'ready'
  await mediaQueue.send(
    isReady ? { work: 'crops', id: fileId, x: 500, y: 500 } : { work: 'file', id: fileId },
    { client }
  )
}

interface Stored extends Omit<Arrived, 'id' | 'userId'> {
  fileId: number
}

/** For the first time, or because the bytes are lost, or could not be processed. */
async function store({ fileId, key, file, type }: Stored, client: TransactionClientContract) {
  const { kind, contentType, extension } = type
  const { bytes } = file
  const name = fileName(file.sha256, ['original'], extension)
  const rows = await client.from('media_variants').where('file_id', fileId).select('name')
  for (const row of rows) await publicLinks.remove(row.name)
  await client.from('media_variants').where('file_id', fileId).delete()
  await client
    .from('media_files')
    .where('id', fileId)
    .update({
      status: kind === 'image' ? 'processing' : 'ready',
      failure: null,
      attempts: 0,
      content_type: contentType,
      bytes,
    })
  await client.table('media_variants').insert({
    name,
    file_id: fileId,
    purpose: 'original',
    content_type: contentType,
    bytes,
  })
  await storage.move(key, keyOf(name))
}
